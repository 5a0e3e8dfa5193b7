using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>
/// Keeps the fingerprints of entries (指纹). Bands of an earlier content are not looked for here: whoever meets one in a check drops it.
/// </summary>
internal sealed class FingerprintProjection(ListingStore store, IOpenTexts open, FingerprintStore fingerprints) : IProjection
{
    public string Name => "fingerprints";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => FollowAsync(chains, anew: false, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => FollowAsync(chains, anew: true, cancellationToken);

    private Task FollowAsync(IReadOnlyList<string> chains, bool anew, CancellationToken cancellationToken) =>
        Aggregates.ForEachAsync(chains.Select(ListingStore.IdOf).OfType<string>().Where(ListingId.IsValid), async (id, stop) => await FollowAsync(id, anew, stop), cancellationToken);

    /// <summary>Most changes of an entry leave its text as it is, and with it the bands.</summary>
    private async Task FollowAsync(string id, bool anew, CancellationToken cancellationToken)
    {
        var present = (await EntryTexts.ReadAsync(store, open, id, cancellationToken)).Bands();
        var gone = await GoneAsync(id, present, cancellationToken);
        if (!anew && await fingerprints.IsDoneAsync(id, present, gone, cancellationToken))
        {
            return;
        }

        await fingerprints.ChangeAsync(id, present, gone, cancellationToken);
        await fingerprints.MarkDoneAsync(id, present, gone, cancellationToken);
    }

    /// <summary>The bands of what was published last, where that is no longer to be seen.</summary>
    private async Task<IReadOnlySet<BandKey>> GoneAsync(string id, IReadOnlySet<BandKey> present, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { Listing: { IsVisible: false, Content: var hidden } })
        {
            return new HashSet<BandKey>();
        }

        return ComparedEntry.Of(hidden).Bands().Except(present).ToHashSet();
    }
}
