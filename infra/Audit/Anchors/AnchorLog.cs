using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Marketplace.Audit.Trail;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Audit.Anchors;

/// <summary>An anchor and the exact text in which it is stored, which the next one names by its digest.</summary>
/// <param name="Anchor">The anchor.</param>
/// <param name="Text">Its line.</param>
public sealed record StoredAnchor(Anchor Anchor, string Text)
{
    /// <summary>What the next anchor names as the one before it.</summary>
    public string Digest => AuditChain.Digest(Text);
}

/// <summary>
/// The anchors, one line each, in append-only blobs <c>anchors/{year}.ndjson</c> (a blob takes 50,000 appends, a year has 8,784 hours). That
/// nobody overwrites them is for the container's immutability policy, which the account's owner sets; this class only ever appends.
/// </summary>
/// <param name="container">The container.</param>
public sealed class AnchorLog(BlobContainerClient container)
{
    private const string Prefix = "anchors/";

    /// <summary>All anchors, oldest first.</summary>
    /// <exception cref="FormatException">While reading: a line is no anchor.</exception>
    public async IAsyncEnumerable<StoredAnchor> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var year in container.GetBlobsAsync(Prefix, cancellationToken: cancellationToken))
        {
            var (anchors, _) = await ReadYearAsync(year.Name, cancellationToken);
            foreach (var anchor in anchors)
            {
                yield return anchor;
            }
        }
    }

    /// <summary>The newest anchor; null when there is none.</summary>
    public async Task<StoredAnchor?> LastAsync(CancellationToken cancellationToken)
    {
        string? newest = null;
        await foreach (var year in container.GetBlobsAsync(Prefix, cancellationToken: cancellationToken))
        {
            newest = year.Name;
        }

        if (newest is null)
        {
            return null;
        }

        var (anchors, _) = await ReadYearAsync(newest, cancellationToken);
        return anchors.Count > 0 ? anchors[^1] : null;
    }

    /// <summary>Appends an anchor, unless another one came after <paramref name="before"/>.</summary>
    /// <returns>False when somebody else was first.</returns>
    /// <exception cref="RequestFailedException">Storage is away.</exception>
    public async Task<bool> AppendAsync(Anchor anchor, StoredAnchor? before, CancellationToken cancellationToken)
    {
        var name = NameOf(anchor.At);
        var blob = container.GetAppendBlobClient(name);
        var (stored, length) = await ReadYearAsync(name, cancellationToken);
        if (length < 0)
        {
            await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        if (stored.Count > 0 && stored[^1].Text != before?.Text)
        {
            return false;
        }

        var line = BinaryData.FromBytes(Encoding.UTF8.GetBytes(anchor.ToText() + "\n"));
        return await AppendAtAsync(blob, line, Math.Max(0, length), cancellationToken);
    }

    private static async Task<bool> AppendAtAsync(AppendBlobClient blob, BinaryData line, long position, CancellationToken cancellationToken)
    {
        var result = await blob.AppendBlockAsync(line, position, cancellationToken: cancellationToken);
        return result.Outcome switch
        {
            WriteOutcome.Saved => true,
            WriteOutcome.Stale => false,
            _ => throw new InvalidOperationException($"The anchors' blob {blob.Name} takes no more: {result.Outcome}."),
        };
    }

    private async Task<(IReadOnlyList<StoredAnchor> Anchors, long Length)> ReadYearAsync(string name, CancellationToken cancellationToken)
    {
        var download = await container.GetAppendBlobClient(name).DownloadContentAsync(cancellationToken: cancellationToken);
        if (!download.IsFound)
        {
            return ([], -1);
        }

        var lines = download.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (
            [.. lines.Select(static text => new StoredAnchor(AuditLine.Parse(text) as Anchor ?? throw new FormatException("The line is no anchor."), text))],
            download.Content.ToMemory().Length);
    }

    private static string NameOf(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{at.UtcDateTime:yyyy}.ndjson");
}
