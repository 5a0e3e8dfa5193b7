using Marketplace.Audit.Merkle;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Anchors;

/// <summary>What an exported file of anchors holds, once it is known to hold together.</summary>
/// <param name="Last">The newest anchor, to which the leaves belong; null when there is none.</param>
/// <param name="HasAllLeaves">Whether every leaf is there; otherwise some, each with its proof.</param>
/// <param name="Broken">What does not hold; null when all does.</param>
public sealed record AnchorFileReport(Anchor? Last, bool HasAllLeaves, BrokenLink? Broken);

/// <summary>Checks a file of anchors: all of them, oldest first, then leaves of the newest: either all, or some with their proofs.</summary>
public static class AnchorFile
{
    private const string Name = "anchors";

    /// <summary>Checks the lines, given as texts.</summary>
    /// <exception cref="FormatException">A line does not belong there.</exception>
    public static async Task<AnchorFileReport> VerifyAsync(IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        StoredAnchor? last = null;
        var (tree, proven) = (new MerkleTree(), false);
        await foreach (var text in lines.WithCancellation(cancellationToken))
        {
            switch (AuditLine.Parse(text))
            {
                case Anchor anchor when tree.Count == 0 && !proven:
                    var stored = new StoredAnchor(anchor, text);
                    if (Fault(last, stored) is { } broken)
                    {
                        return new AnchorFileReport(anchor, false, broken);
                    }

                    last = stored;
                    break;
                case AnchorLeaf { Proof: null } leaf when last is not null && !proven:
                    tree.Add(leaf.ToHash());
                    break;
                case AnchorLeaf leaf when last is not null && tree.Count == 0:
                    proven = true;
                    if (!IsProven(leaf, last.Anchor))
                    {
                        return new AnchorFileReport(last.Anchor, false, new BrokenLink(leaf.Chain, leaf.Sequence, BreakReason.AnchorBroken));
                    }

                    break;
                default:
                    throw new FormatException("A line does not belong into a file of anchors.");
            }
        }

        if (last is null || proven)
        {
            return new AnchorFileReport(last?.Anchor, false, null);
        }

        var isWhole = tree.Count == last.Anchor.Chains && Convert.ToHexStringLower(tree.Root) == last.Anchor.Root;
        return new AnchorFileReport(last.Anchor, true, isWhole ? null : new BrokenLink(Name, last.Anchor.Number, BreakReason.AnchorBroken));
    }

    /// <summary>What is wrong with an anchor that follows another: it must name that one, and must not itself tell of a break.</summary>
    /// <param name="before">The one before; null for the first.</param>
    /// <param name="anchor">The anchor.</param>
    /// <param name="acknowledged">Breaks that are known; null for none.</param>
    public static BrokenLink? Fault(StoredAnchor? before, StoredAnchor anchor, IReadOnlySet<BrokenLink>? acknowledged = null)
    {
        var (number, previous) = ((before?.Anchor.Number ?? 0) + 1, before?.Digest ?? ChainHead.Empty.Hash);
        if (anchor.Anchor.Number != number || anchor.Anchor.Previous != previous)
        {
            return new BrokenLink(Name, number, BreakReason.AnchorBroken);
        }

        var (breaks, named) = (anchor.Anchor.Breaks, anchor.Anchor.Broken);
        return named.FirstOrDefault(broken => acknowledged?.Contains(broken) is not true)
            ?? (breaks > named.Count ? new BrokenLink(Name, number, BreakReason.NotAsAnchored) : null);
    }

    private static bool IsProven(AnchorLeaf leaf, Anchor anchor)
    {
        try
        {
            var path = leaf.Proof!.Select(Convert.FromHexString).ToList();
            return new InclusionProof(leaf.Index ?? -1, anchor.Chains, path).Leads(leaf.ToHash(), Convert.FromHexString(anchor.Root));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
