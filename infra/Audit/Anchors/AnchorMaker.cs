using Marketplace.Audit.Chains;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Anchors;

/// <summary>What an attempt to anchor found.</summary>
/// <param name="Anchor">The hour's anchor.</param>
/// <param name="IsNew">Whether this attempt made it.</param>
public sealed record AnchorResult(Anchor Anchor, bool IsNew);

/// <summary>
/// Makes the hourly anchor: gathers the heads of all chains into a tree, compares them with the anchor before and with what the index knows
/// since, and appends the root.
/// Reads chains and leaves as streams in the same order, so memory does not grow with their number.
/// </summary>
/// <param name="chains">The chains.</param>
/// <param name="log">Where anchors are kept.</param>
/// <param name="trees">Where their leaves are kept.</param>
/// <param name="time">The clock; an hour is one of UTC.</param>
/// <param name="tails">Compares with the index; null where there is none.</param>
public sealed class AnchorMaker(AuditChains chains, AnchorLog log, AnchorTrees trees, TimeProvider time, TailCheck? tails = null)
{
    /// <summary>Broken chains that an anchor names; all are counted.</summary>
    public const int MaxBroken = 20;

    /// <summary>Makes this hour's anchor, unless it is there already: running twice, also at the same time, makes one.</summary>
    /// <param name="onGrown">Called for each chain that has entries the anchor before did not know, with what it knew.</param>
    /// <param name="cancellationToken">Stops; nothing is anchored then.</param>
    public async Task<AnchorResult> RunAsync(Func<string, ChainHead, CancellationToken, Task>? onGrown, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await log.LastAsync(cancellationToken);
            if (before is not null && HourOf(before.Anchor.At) >= HourOf(time.GetUtcNow()))
            {
                return new AnchorResult(before.Anchor, false);
            }

            var anchor = await GatherAsync(before, onGrown, cancellationToken);
            if (await log.AppendAsync(anchor, before, cancellationToken))
            {
                return new AnchorResult(anchor, true);
            }
        }
    }

    private async Task<Anchor> GatherAsync(StoredAnchor? before, Func<string, ChainHead, CancellationToken, Task>? onGrown, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var tree = trees.Begin();
        var cut = tails is null ? [] : await tails.RunAsync(null, before?.Anchor.At, cancellationToken);
        var breaks = new List<BrokenLink>(cut);
        await foreach (var (chain, known, now) in CompareAsync(before, cancellationToken))
        {
            if (now is not null)
            {
                await tree.AddAsync(now, cancellationToken);
            }

            if (known is not null && !await IsOnChainAsync(known, now, cancellationToken))
            {
                breaks.Add(new BrokenLink(chain, known.Sequence, BreakReason.NotAsAnchored));
            }

            if (onGrown is not null && now is not null && now.Sequence > (known?.Sequence ?? 0))
            {
                await onGrown(chain, known is null ? ChainHead.Empty : new ChainHead(known.Sequence, known.Hash), cancellationToken);
            }
        }

        var root = await tree.EndAsync(cancellationToken);
        return new Anchor((before?.Anchor.Number ?? 0) + 1, at, before?.Digest ?? ChainHead.Empty.Hash, tree.Count, root, breaks.Count,
            [.. breaks.Take(MaxBroken)]);
    }

    private static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;

    /// <summary>Goes through the anchored and the present heads side by side, both in order of their chains.</summary>
    private async IAsyncEnumerable<(string Chain, AnchorLeaf? Known, AnchorLeaf? Now)> CompareAsync(
        StoredAnchor? before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var anchored = before is null ? AsyncEnumerable.Empty<AnchorLeaf>() : trees.ReadAsync(before.Anchor.Root, null, cancellationToken);
        await using var known = anchored.GetAsyncEnumerator(cancellationToken);
        await using var now = chains.HeadsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (left, right) = (await TakeAsync(known), await TakeAsync(now));
        while (left is not null || right is not null)
        {
            var order = left is null ? 1 : right is null ? -1 : string.CompareOrdinal(left.Chain, right.Chain);
            yield return ((order <= 0 ? left : right)!.Chain, order <= 0 ? left : null, order >= 0 ? right : null);
            if (order <= 0)
            {
                left = await TakeAsync(known);
            }

            if (order >= 0)
            {
                right = await TakeAsync(now);
            }
        }
    }

    private static async ValueTask<AnchorLeaf?> TakeAsync(IAsyncEnumerator<AnchorLeaf> leaves) => await leaves.MoveNextAsync() ? leaves.Current : null;

    private async ValueTask<bool> IsOnChainAsync(AnchorLeaf known, AnchorLeaf? now, CancellationToken cancellationToken)
    {
        if (now == known)
        {
            return true;
        }

        if (now is null || now.Sequence <= known.Sequence)
        {
            return false;
        }

        if (known.Sequence == 0)
        {
            return true;
        }

        var entry = await chains.FindAsync(new AuditLink(known.Chain, known.Sequence), cancellationToken);
        return entry is not null && AuditChain.Digest(entry.Chained) == known.Hash;
    }
}
