using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;
using Marketplace.Storage.Sas;

namespace Marketplace.Storage.Blobs;

/// <summary>
/// What can be done with a blob of any kind. Concurrency outcomes are values; <see cref="RequestFailedException"/> means an outage
/// (<see cref="StorageFailure.IsOutage"/>), a missing container or missing rights. Safe for concurrent use.
/// </summary>
public abstract partial class BlobBaseClient
{
    private protected BlobBaseClient(StoragePipeline pipeline, string container, string name)
    {
        Pipeline = pipeline;
        BlobContainerName = container;
        Name = name;
        Path = $"/{container}/{BlobNames.Escape(name)}";
        Uri = new Uri(pipeline.Endpoint + Path);
    }

    /// <summary>A client of a blob at a full address, which may contain a shared access signature.</summary>
    private protected BlobBaseClient(Uri blobUri, StorageClientOptions? options)
    {
        var at = BlobAddress.Parse(blobUri);
        var credential = blobUri.Query.Length > 1 ? StorageCredential.From(new AzureSasCredential(blobUri.Query)) : StorageCredential.None;
        Pipeline = new StoragePipeline(at.Service, credential, StorageService.Blob, options ?? new StorageClientOptions());
        BlobContainerName = BlobNames.CheckContainer(at.Container);
        Name = BlobNames.CheckBlob(at.Name);
        Path = $"/{BlobContainerName}/{BlobNames.Escape(Name)}";
        Uri = new Uri(Pipeline.Endpoint + Path);
    }

    /// <summary>The container's name.</summary>
    public string BlobContainerName { get; }

    /// <summary>The blob's name, not escaped.</summary>
    public string Name { get; }

    /// <summary>The blob's address, without a signature.</summary>
    public Uri Uri { get; }

    private protected StoragePipeline Pipeline { get; }

    private protected string Path { get; }

    /// <summary>Reads the properties; null when there is no such blob.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<BlobProperties?> GetPropertiesIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(BlobOperations.Properties, RequestMethod.Head);
        var response = await Pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            200 => BlobRequest.ReadProperties(response),
            404 when BlobRequest.IsMissingBlob(response) => null,
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>
    /// Deletes the blob with its snapshots: <see cref="WriteOutcome.Saved"/>, <see cref="WriteOutcome.NotFound"/>,
    /// <see cref="WriteOutcome.Stale"/> or <see cref="WriteOutcome.Leased"/>.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<WriteResult> DeleteIfExistsAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        conditions ??= new BlobRequestConditions();
        using var message = CreateMessage(BlobOperations.Delete, RequestMethod.Delete);
        message.Request.Headers.Add("x-ms-delete-snapshots", "include");
        BlobRequest.SetWriteConditions(message.Request, conditions);
        message.Request.SetEmptyBody();
        var response = await Pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 202)
        {
            return WriteResult.Saved(default);
        }

        var outcome = BlobWrites.OutcomeOf(message, conditions);
        return WriteResult.Refused(outcome == WriteOutcome.NotFound && message.WasRetried() ? WriteOutcome.Saved : outcome);
    }

    private protected HttpMessage CreateMessage(StorageOperation operation, RequestMethod method) => Pipeline.CreateMessage(operation, method, Path);
}
