using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Storage;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>
/// Keeps the fingerprints of listings (指纹). Bands of an earlier content are not looked for here: a check that comes upon one removes it.
/// </summary>
internal sealed class FingerprintProjection(ListingStore store, IOpenTexts open, FingerprintStore fingerprints) : IProjection
{
    public string Name => "fingerprints";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => UpdateAsync(chains, isRebuild: false, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => UpdateAsync(chains, isRebuild: true, cancellationToken);

    private Task UpdateAsync(IReadOnlyList<string> chains, bool isRebuild, CancellationToken cancellationToken) =>
        ProjectionLoop.ForEachAsync(
            chains.Select(ListingStore.Type.IdIn).OfType<string>().Where(ListingId.IsValid),
            async (id, stop) => await RetryPolicy.RunAsync(id, inner => TryUpdateAsync(id, isRebuild, inner), stop),
            cancellationToken);

    /// <summary>The mark is read before the listing: who has written the bands of an older text than somebody else finds that out, and reads again.</summary>
    private async Task<bool> TryUpdateAsync(string id, bool isRebuild, CancellationToken cancellationToken)
    {
        var mark = await fingerprints.ReadMarkAsync(id, cancellationToken);
        var present = (await ListingTexts.ReadAsync(store, open, id, cancellationToken)).Bands();
        var gone = await GoneAsync(id, present, cancellationToken);
        var digest = FingerprintMark.DigestOf(present, gone);
        if (!isRebuild && mark.Digest == digest)
        {
            return true;
        }

        await fingerprints.ChangeAsync(id, present, gone, cancellationToken);
        return await fingerprints.MarkDoneAsync(mark, digest, cancellationToken);
    }

    /// <summary>The bands of what was published last, where that is no longer visible.</summary>
    private async Task<IReadOnlySet<BandKey>> GoneAsync(string id, IReadOnlySet<BandKey> present, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { State: { IsVisible: false, Content: var hidden } })
        {
            return new HashSet<BandKey>();
        }

        return ComparedListing.Of(hidden).Bands().Except(present).ToHashSet();
    }
}
