namespace Marketplace.Audit.Verification;

/// <summary>
/// Checks the entries of one chain in order, keeping nothing but the head, so that a chain of any length can be checked, and
/// checked in parts.
/// </summary>
/// <param name="chain">The chain's name.</param>
/// <param name="head">Where to go on: the empty head, or the head that an earlier check reached.</param>
public sealed class ChainVerifier(string chain, ChainHead head)
{
    /// <summary>Starts at the beginning of a chain.</summary>
    /// <param name="chain">The chain's name.</param>
    public ChainVerifier(string chain)
        : this(chain, ChainHead.Empty)
    {
    }

    /// <summary>Whether personal values are withheld: one that is absent then tells nothing.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>The last entry that holds.</summary>
    public ChainHead Head { get; private set; } = head;

    /// <summary>Checks the next entry; null when it holds. After a broken link the rest of the chain proves nothing.</summary>
    /// <remarks>That an erasure named by <see cref="AuditEntry.ErasedBy"/> accounts for the entry is for the caller to look up.</remarks>
    public BrokenLink? Next(AuditEntry entry)
    {
        if (Fault(entry) is { } reason)
        {
            return new BrokenLink(chain, reason is BreakReason.Missing ? Head.Sequence + 1 : entry.Sequence, reason);
        }

        Head = entry.Head;
        return null;
    }

    /// <summary>Goes on after an entry that does not hold, as if it did: its break is known and acknowledged.</summary>
    public void Accept(AuditEntry entry) => Head = entry.Head;

    /// <summary>Checks that the chain ends where its aggregate says it does.</summary>
    public BrokenLink? End(ChainHead stored) =>
        stored == Head ? null : new BrokenLink(chain, Math.Min(stored.Sequence, Head.Sequence) + 1, BreakReason.HeadMismatch);

    /// <summary>What is wrong with a chain that has entries but no head.</summary>
    public BrokenLink Headless() => new(chain, Head.Sequence + 1, BreakReason.HeadMismatch);

    private BreakReason? Fault(AuditEntry entry)
    {
        if (AuditChain.Digest(entry.Chained) != entry.Hash)
        {
            return BreakReason.TextChanged;
        }

        if (AuditRecord.Read(entry.Chained) is not { } record)
        {
            return BreakReason.Unreadable;
        }

        if (record.Link != new AuditLink(chain, entry.Sequence) || entry.Sequence <= Head.Sequence)
        {
            return BreakReason.Misplaced;
        }

        if (entry.Sequence != Head.Sequence + 1)
        {
            return BreakReason.Missing;
        }

        if (record.Previous != Head.Hash)
        {
            return BreakReason.WrongPrevious;
        }

        return IsPersonalIntact(entry, record) ? null : BreakReason.PersonalChanged;
    }

    private bool IsPersonalIntact(AuditEntry entry, AuditRecord record) =>
        entry.Personal is null ? IsRedacted || entry.ErasedBy is not null : AuditChain.Digest(entry.Personal) == record.PersonalDigest;
}
