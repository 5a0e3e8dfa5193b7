namespace Marketplace.Audit.Verification;

/// <summary>The breaks that were acknowledged, and which of them a verification met.</summary>
/// <param name="acknowledged">All of them.</param>
internal sealed class KnownBreaks(IReadOnlySet<BrokenLink> acknowledged)
{
    private readonly HashSet<BrokenLink> _met = [];

    public IReadOnlySet<BrokenLink> All => acknowledged;

    public IReadOnlyList<BrokenLink> Met => [.. _met];

    /// <summary>The break, unless it was acknowledged.</summary>
    public BrokenLink? Other(BrokenLink? broken)
    {
        if (broken is null || !acknowledged.Contains(broken))
        {
            return broken;
        }

        _met.Add(broken);
        return null;
    }

    /// <summary>The first that was not acknowledged.</summary>
    public BrokenLink? FirstOther(IEnumerable<BrokenLink?> broken)
    {
        foreach (var one in broken)
        {
            if (Other(one) is { } other)
            {
                return other;
            }
        }

        return null;
    }
}
