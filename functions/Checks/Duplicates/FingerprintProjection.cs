using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>
/// Keeps the fingerprints of entries (指纹). Bands of an earlier content are not looked for here: whoever meets one in a check drops it.
/// </summary>
internal sealed class FingerprintProjection(ListingStore store, IOpenTexts open, FingerprintStore fingerprints) : IProjection
{
    private const string Prefix = $"{ListingStore.Chains}/";

    public string Name => "fingerprints";

    public async Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken)
    {
        foreach (var chain in chains.Where(static chain => chain.StartsWith(Prefix, StringComparison.Ordinal)))
            await CatchUpAsync(chain[Prefix.Length..], cancellationToken);
    }

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => CatchUpAsync(chains, cancellationToken);

    private async Task CatchUpAsync(string id, CancellationToken cancellationToken)
    {
        if (!ListingId.IsValid(id)) return;
        var present = (await EntryTexts.ReadAsync(store, open, id, cancellationToken)).Bands();
        await fingerprints.ChangeAsync(id, present, await GoneAsync(id, present, cancellationToken), cancellationToken);
    }

    /// <summary>The bands of what was published last, where that is no longer to be seen.</summary>
    private async Task<IReadOnlySet<BandKey>> GoneAsync(string id, IReadOnlySet<BandKey> present, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { Listing: { IsVisible: false, Content: var hidden } }) return new HashSet<BandKey>();
        return ComparedEntry.Of(hidden).Bands().Except(present).ToHashSet();
    }
}
