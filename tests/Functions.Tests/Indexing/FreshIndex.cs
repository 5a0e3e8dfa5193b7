using Marketplace.Functions.Indexing;
using Marketplace.Search.Store;
using Marketplace.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace Marketplace.Functions.Tests.Indexing;

/// <summary>The index as a process that starts now reads it.</summary>
internal sealed class FreshIndex(BlobServiceClient blobs, ILogger<BlobSearchStore> logger)
{
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var store = new BlobSearchStore(
            blobs.GetBlobContainerClient(SearchEngines.Container), null, new IndexStoreOptions(), TimeProvider.System, logger);
        Assert.True(await store.RefreshAsync(cancellationToken), store.Status.Problem);
        return store.Status.Documents;
    }
}
