using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Trail;

namespace Marketplace.Audit.Verification;

/// <summary>How much one call may do.</summary>
/// <param name="Entries">Entries checked before the call answers with a continuation; the chain at hand may be left in its middle.</param>
/// <param name="Time">Time after which it answers likewise.</param>
public sealed record VerifyBudget(int Entries, TimeSpan Time);

/// <summary>What a call of the verification found.</summary>
/// <param name="Chains">Chains ended in this call.</param>
/// <param name="Entries">Entries that hold.</param>
/// <param name="Erased">Of these, entries whose personal values were erased, every one accounted for.</param>
/// <param name="Anchor">The anchor compared with; null when there is none yet.</param>
/// <param name="Acknowledged">Links that do not hold and were acknowledged, as far as this call met them.</param>
/// <param name="Broken">The first other link that does not hold; nothing was checked after it.</param>
/// <param name="Continuation">Where to go on; null when everything was checked, or a link is broken.</param>
public sealed record VerifyReport(
    long Chains, long Entries, long Erased, Anchor? Anchor, IReadOnlyList<BrokenLink> Acknowledged, BrokenLink? Broken, VerifyPosition? Continuation);

/// <summary>Verifies stored chains, one or all, in calls of bounded work: links, heads, erasures, the newest anchor, and the index.</summary>
/// <param name="chains">The chains.</param>
/// <param name="log">The anchors.</param>
/// <param name="trees">Their leaves.</param>
/// <param name="time">The clock.</param>
/// <param name="tails">Compares with the index; null where there is none.</param>
public sealed class AuditVerification(AuditChains chains, AnchorLog log, AnchorTrees trees, TimeProvider time, TailCheck? tails = null)
{
    /// <summary>Checks one chain, or all when <paramref name="chain"/> is null, from where an earlier call stopped.</summary>
    /// <param name="chain">The chain; null for all.</param>
    /// <param name="from">From the call before; null to begin.</param>
    /// <param name="budget">How much to do.</param>
    /// <param name="acknowledged">Breaks that are known and do not stop it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidDataException">The leaves of the anchor are missing or do not fit it.</exception>
    public async Task<VerifyReport> RunAsync(
        string? chain, VerifyPosition? from, VerifyBudget budget, IReadOnlySet<BrokenLink> acknowledged, CancellationToken cancellationToken)
    {
        var known = new KnownBreaks(acknowledged);
        var (anchor, fault) = await AnchorAsync(from?.Anchor, known, cancellationToken);
        if (fault is null && from is null && tails is not null)
        {
            fault = known.FirstOther(await tails.RunAsync(chain, anchor?.At, cancellationToken));
        }

        if (fault is not null)
        {
            return new VerifyReport(0, 0, 0, anchor, known.Met, fault, null);
        }

        await using var check = new AnchorCheck(anchor is null
            ? AsyncEnumerable.Empty<AnchorLeaf>()
            : LeavesAsync(anchor.Root, chain, from, cancellationToken), isComplete: true);
        return await new VerifyRun(chains, check, anchor, budget, known, time).RunAsync(RowsAsync(chain, from, cancellationToken), from, cancellationToken);
    }

    /// <summary>The anchor of the call before, or the newest; the first call checks all of them.</summary>
    private async Task<(Anchor? Anchor, BrokenLink? Fault)> AnchorAsync(long? number, KnownBreaks known, CancellationToken cancellationToken)
    {
        StoredAnchor? last = null;
        await foreach (var anchor in log.ReadAsync(cancellationToken))
        {
            if (number is { } wanted && anchor.Anchor.Number > wanted)
            {
                break;
            }

            var broken = number is null ? known.FirstOther([.. anchor.Anchor.Broken, AnchorFile.Fault(last, anchor, known.All)]) : null;
            if (broken is not null)
            {
                return (anchor.Anchor, broken);
            }

            last = anchor;
        }

        return (last?.Anchor, null);
    }

    private IAsyncEnumerable<AnchorLeaf> LeavesAsync(string root, string? chain, VerifyPosition? from, CancellationToken cancellationToken)
    {
        var first = chain ?? from?.Chain;
        return trees.ReadAsync(root, first, cancellationToken)
            .Where(leaf => first is null
                || (string.CompareOrdinal(leaf.Chain, first) is var order && (order == 0 ? from is not { IsChainDone: true } : order > 0 && chain is null)))
            .TakeWhile(leaf => chain is null || leaf.Chain == chain);
    }

    private IAsyncEnumerable<ChainRow> RowsAsync(string? chain, VerifyPosition? from, CancellationToken cancellationToken)
    {
        if (chain is not null)
        {
            return chains.ReadAsync(chain, from?.Head.Sequence ?? 0, cancellationToken);
        }

        if (from is null)
        {
            return chains.ReadAfterAsync(null, cancellationToken);
        }

        var rest = chains.ReadAfterAsync(from.Chain, cancellationToken);
        return from.IsChainDone ? rest : chains.ReadAsync(from.Chain, from.Head.Sequence, cancellationToken).Concat(rest);
    }
}
