using Azure;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>The listings, from which the index is made, and the queue by which it is made anew.</summary>
internal sealed class ListingIndexSource(ListingStore store, IServiceProvider services) : IIndexSource
{
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAllAsync(cancellationToken).AnyAsync(cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "TableNotFound")
        {
            // The instance is being set up.
            return false;
        }
    }

    public Task RequestRebuildAsync(CancellationToken cancellationToken) => services.Queue(ListingStore.Queue)
        .SendMessageAsync(IndexRebuild.Type.Write(new()), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
}
