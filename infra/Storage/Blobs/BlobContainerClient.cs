using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>One container of blobs. Safe for concurrent use.</summary>
public sealed class BlobContainerClient
{
    private const int LargestPage = 5000;

    private readonly StoragePipeline _pipeline;

    internal BlobContainerClient(StoragePipeline pipeline, string name)
    {
        _pipeline = pipeline;
        Name = name;
        Uri = new Uri($"{pipeline.Endpoint}/{name}");
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>The container's address.</summary>
    public Uri Uri { get; }

    /// <summary>A client of one blob; nothing is sent.</summary>
    /// <param name="blobName">1 to 1,024 characters; no backslash, no control character, no segment that is empty or ends in a dot.</param>
    /// <exception cref="ArgumentException">The name breaks a rule.</exception>
    public BlobClient GetBlobClient(string blobName) => new(_pipeline, Name, BlobNames.CheckBlob(blobName));

    /// <summary>A client of one blob, block by block; nothing is sent.</summary>
    /// <exception cref="ArgumentException">The name breaks a rule (see <see cref="GetBlobClient"/>).</exception>
    public BlockBlobClient GetBlockBlobClient(string blobName) => new(_pipeline, Name, BlobNames.CheckBlob(blobName));

    /// <summary>A client of one append blob; nothing is sent.</summary>
    /// <exception cref="ArgumentException">The name breaks a rule (see <see cref="GetBlobClient"/>).</exception>
    public AppendBlobClient GetAppendBlobClient(string blobName) => new(_pipeline, Name, BlobNames.CheckBlob(blobName));

    /// <summary>Creates the container, private; false when it exists already.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away; also while a container of that name is being deleted.</exception>
    public async Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(BlobOperations.CreateContainer, RequestMethod.Put);
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            201 => true,
            409 when StorageError.CodeOf(response) == "ContainerAlreadyExists" => false,
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Deletes the container with its blobs; false when there is none. In the cloud its name stays blocked for half a minute.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(BlobOperations.DeleteContainer, RequestMethod.Delete);
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            202 => true,
            404 => message.WasRetried(),
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>The blobs in the order of their names, streamed page by page.</summary>
    /// <param name="prefix">Only names that begin with it; null for all.</param>
    /// <param name="maxPerPage">Blobs of a page, 1 to 5,000; null for the service's 5,000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">While reading: storage refused or is away, or the container does not exist.</exception>
    public AsyncPageable<BlobItem> GetBlobsAsync(string? prefix = null, int? maxPerPage = null, CancellationToken cancellationToken = default)
    {
        if (maxPerPage is < 1 or > LargestPage)
        {
            throw new ArgumentOutOfRangeException(nameof(maxPerPage), maxPerPage, $"A page has 1 to {LargestPage} blobs.");
        }

        return new Listing(this, prefix, maxPerPage, cancellationToken);
    }

    private HttpMessage CreateMessage(StorageOperation operation, RequestMethod method)
    {
        var message = _pipeline.CreateMessage(operation, method, $"/{Name}");
        message.Request.AppendQuery("restype", "container");
        return message;
    }

    private async Task<Page<BlobItem>> GetPageAsync(string? prefix, int? size, string? marker, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(BlobOperations.List, RequestMethod.Get);
        message.Request.AppendQuery("comp", "list");
        message.Request.AppendQuery("prefix", prefix);
        message.Request.AppendQuery("maxresults", size?.ToString(CultureInfo.InvariantCulture));
        message.Request.AppendQuery("marker", marker);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        if (response.IsError)
        {
            throw StorageError.Unexpected(message);
        }

        var (blobs, next) = StorageXml.ReadList(response.ContentStream!, "Blob");
        return Page<BlobItem>.FromValues(blobs.ConvertAll(Item), next, response);
    }

    private static BlobItem Item(Dictionary<string, string> blob) => new(
        blob["Name"],
        new ETag(blob["Etag"].Trim('"')),
        DateTimeOffset.Parse(blob["Last-Modified"], CultureInfo.InvariantCulture),
        long.Parse(blob["Content-Length"], CultureInfo.InvariantCulture),
        blob.GetValueOrDefault("Content-Type", ""));

    private sealed class Listing(BlobContainerClient container, string? prefix, int? size, CancellationToken cancellationToken)
        : AsyncPageable<BlobItem>(cancellationToken)
    {
        public override async IAsyncEnumerable<Page<BlobItem>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            do
            {
                var page = await container.GetPageAsync(prefix, pageSizeHint ?? size, continuationToken, CancellationToken);
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }
}
