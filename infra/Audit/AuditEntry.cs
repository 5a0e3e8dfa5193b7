namespace Marketplace.Audit;

/// <summary>The last entry of a chain: what the next one continues.</summary>
/// <param name="Sequence">Number of the last entry; 0 for an empty chain.</param>
/// <param name="Hash">Its hash in lower-case hexadecimal; 64 zeros for an empty chain.</param>
public readonly record struct ChainHead(long Sequence, string Hash)
{
    /// <summary>A chain without entries.</summary>
    public static ChainHead Empty { get; } = new(0, new string('0', 64));
}

/// <summary>
/// One recorded event. <see cref="Chained"/> is the exact JSON text that was hashed, and the only source of what happened;
/// <see cref="Personal"/> holds the values that name a person, which the chained part knows by a salted digest only, so that
/// they can be erased without breaking the chain.
/// </summary>
/// <param name="Sequence">Place in the chain, from 1.</param>
/// <param name="Chained">The hashed text.</param>
/// <param name="Hash">SHA-256 of the UTF-8 bytes of <paramref name="Chained"/>, lower-case hexadecimal.</param>
/// <param name="Personal">Salted personal values as JSON; null once erased.</param>
public sealed record AuditEntry(long Sequence, string Chained, string Hash, string? Personal)
{
    /// <summary>The chain's head after this entry.</summary>
    public ChainHead Head => new(Sequence, Hash);
}
