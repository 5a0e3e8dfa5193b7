using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Trail;

/// <summary>What the check of a trail found.</summary>
/// <param name="Chains">Chains checked.</param>
/// <param name="Entries">Entries that hold.</param>
/// <param name="Erased">Entries whose personal values were erased.</param>
/// <param name="Unproven">Erasures whose own record is not in this trail, because it is of one chain only.</param>
/// <param name="Broken">The first link that does not hold; null when all do.</param>
public sealed record TrailReport(long Chains, long Entries, long Erased, long Unproven, BrokenLink? Broken)
{
    /// <summary>Whether personal values are withheld, so that theirs alone could not be checked.</summary>
    public bool IsRedacted { get; init; }
}
