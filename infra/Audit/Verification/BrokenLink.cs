namespace Marketplace.Audit.Verification;

/// <summary>What is wrong with a link of a chain.</summary>
public enum BreakReason
{
    /// <summary>The text is not the one that was hashed.</summary>
    TextChanged,

    /// <summary>The text is no entry.</summary>
    Unreadable,

    /// <summary>The entry was written for another chain or another place.</summary>
    Misplaced,

    /// <summary>An entry that should stand here is missing.</summary>
    Missing,

    /// <summary>The entry does not continue the one before it.</summary>
    WrongPrevious,

    /// <summary>The personal values are not those that were recorded, or are gone without an erasure.</summary>
    PersonalChanged,

    /// <summary>The personal values are gone, and the erasure that should account for it does not.</summary>
    ErasureUnproven,

    /// <summary>The chain ends elsewhere than its aggregate says.</summary>
    HeadMismatch,

    /// <summary>What was anchored here is no longer on the chain.</summary>
    NotAsAnchored,

    /// <summary>The index knows an entry here that is no longer on the chain.</summary>
    NotAsIndexed,

    /// <summary>The anchor's own record does not hold together.</summary>
    AnchorBroken,
}

/// <summary>The first link of a chain that does not hold.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Sequence">The entry, or where one should be.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record BrokenLink(string Chain, long Sequence, BreakReason Reason)
{
    /// <summary>For people: the link and the reason.</summary>
    public override string ToString() => $"{new AuditLink(Chain, Sequence)}: {Reason}";
}
