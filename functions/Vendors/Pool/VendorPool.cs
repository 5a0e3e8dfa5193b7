using System.Collections.Concurrent;
using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>Keeps the resource pool in step with listings and vendors. Order and number of messages do not matter.</summary>
internal sealed class VendorPool(VendorPoolStore store) : IProjection
{
    public const string ProjectionName = "vendor-pool";

    private const int AtOnce = 8;

    public string Name => ProjectionName;

    public async Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        var touched = new ConcurrentBag<string>(Ids(chains, VendorStore.Type.IdIn));
        await Parallel.ForEachAsync(Ids(chains, ListingStore.Type.IdIn), limit, async (listing, stop) =>
        {
            foreach (var vendor in await store.PlaceAsync(listing, stop))
            {
                touched.Add(vendor);
            }
        });
        await Parallel.ForEachAsync(touched.Distinct(StringComparer.Ordinal), limit, async (vendor, stop) => await store.RefreshAsync(vendor, stop));
    }

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => CatchUpAsync(chains, cancellationToken);

    private static IEnumerable<string> Ids(IEnumerable<string> chains, Func<string, string?> idIn) =>
        chains.Select(idIn).OfType<string>().Distinct(StringComparer.Ordinal);
}
