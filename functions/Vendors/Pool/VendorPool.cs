using System.Collections.Concurrent;
using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>Keeps the resource pool in step with listings and vendors. Order and number of messages do not matter.</summary>
internal sealed class VendorPool(VendorPoolStore store) : IProjection
{
    public const string ProjectionName = "vendor-pool";

    public string Name => ProjectionName;

    public async Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        var touched = new ConcurrentBag<string>(Ids(chains, VendorStore.Type.IdIn));
        await ProjectionLoop.ForEachAsync(Ids(chains, ListingStore.Type.IdIn), async (listing, stop) =>
        {
            foreach (var vendor in await store.PlaceAsync(listing, stop))
            {
                touched.Add(vendor);
            }
        }, cancellationToken);
        await ProjectionLoop.ForEachAsync(touched, async (vendor, stop) => await store.RefreshAsync(vendor, stop), cancellationToken);
    }

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => CatchUpAsync(chains, cancellationToken);

    private static IEnumerable<string> Ids(IEnumerable<string> chains, Func<string, string?> idIn) =>
        chains.Select(idIn).OfType<string>();
}
