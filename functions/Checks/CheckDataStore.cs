using System.Security.Cryptography;
using Azure;
using Marketplace.Hosting;
using Marketplace.Hosting.Responses;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Functions.Checks;

/// <summary>A set of data in force.</summary>
/// <param name="Data">The data.</param>
/// <param name="Blob">Version of the replacement's blob; null for what came with the app.</param>
/// <param name="Since">Since when the replacement is in force.</param>
internal sealed record StoredCheckData(CheckData Data, ETag? Blob, DateTimeOffset? Since)
{
    private readonly byte[] _json = CheckDataJson.Write(Data);

    /// <summary>The tag clients name in <c>If-Match</c>.</summary>
    public EntityTag Tag => EntityTag.OfContent(_json);

    public CheckDataItem ToItem(string name) =>
        new(name, Data.Version!, Data.Source!, DigestOf(_json), Data.Entries!.Count, Blob is null, Since);

    /// <summary>SHA-256 of the data as JSON, lower-case hexadecimal.</summary>
    public static string DigestOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json));
}

/// <summary>Keeps operators' replacements: one blob for each set, none where the shipped data is in force.</summary>
internal sealed class CheckDataStore(BlobContainerClient container)
{
    public const string Container = "check-data";

    public async Task<StoredCheckData> ReadAsync(string name, CancellationToken cancellationToken) =>
        (await ReadChangedAsync(name, known: null, cancellationToken))!;

    /// <summary>Reads what is in force, unless it is still the replacement of the version <paramref name="known"/>.</summary>
    public async Task<StoredCheckData?> ReadChangedAsync(string name, ETag? known, CancellationToken cancellationToken)
    {
        var read = await BlobOf(name).DownloadContentAsync(new BlobRequestConditions { IfNoneMatch = known }, cancellationToken: cancellationToken);
        return read.Outcome switch
        {
            BlobReadOutcome.Found => new StoredCheckData(CheckDataJson.Read(read.Content.ToMemory().Span), read.Properties!.ETag, read.Properties.LastModified),
            BlobReadOutcome.NotModified => null,
            _ => new StoredCheckData(CheckDataSets.Shipped(name), Blob: null, Since: null),
        };
    }

    /// <summary>Puts a replacement in force, if nobody else has changed it since <paramref name="before"/> was read.</summary>
    public async Task<bool> ReplaceAsync(string name, StoredCheckData before, CheckData data, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Conditions = before.Blob is { } etag ? BlobRequestConditions.Match(etag) : BlobRequestConditions.CreateOnly,
        };
        return (await BlobOf(name).UploadAsync(BinaryData.FromBytes(CheckDataJson.Write(data)), options, cancellationToken)).IsSaved;
    }

    /// <summary>Puts the shipped data in force again, under the same condition.</summary>
    public async Task<bool> RestoreAsync(string name, StoredCheckData before, CancellationToken cancellationToken) =>
        before.Blob is not { } etag
        || (await BlobOf(name).DeleteIfExistsAsync(BlobRequestConditions.Match(etag), cancellationToken)).Outcome
            is WriteOutcome.Saved or WriteOutcome.NotFound;

    private BlobClient BlobOf(string name) => container.GetBlobClient($"{name}.json");
}
