namespace Marketplace.Audit;

/// <summary>The last entry of a chain: what the next one continues.</summary>
/// <param name="Sequence">Number of the last entry; 0 for an empty chain.</param>
/// <param name="Hash">Its hash in lower-case hexadecimal; 64 zeros for an empty chain.</param>
public readonly record struct ChainHead(long Sequence, string Hash)
{
    /// <summary>A chain without entries.</summary>
    public static ChainHead Empty { get; } = new(0, new string('0', 64));
}

/// <summary>Names one entry among all chains.</summary>
/// <param name="Chain">The chain, such as <c>listings/abc</c>.</param>
/// <param name="Sequence">The entry's place in it, from 1.</param>
public readonly record struct AuditLink(string Chain, long Sequence)
{
    /// <summary>As <c>chain#sequence</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Chain}#{Sequence}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static AuditLink? Parse(string? text) =>
        text?.LastIndexOf('#') is { } hash and > 0
        && long.TryParse(text.AsSpan(hash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var sequence)
            ? new AuditLink(text[..hash], sequence)
            : null;
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
/// <param name="ErasedBy">The entry that accounts for the erasure (<see cref="AuditLink"/> as text); null while the personal values stand.</param>
public sealed record AuditEntry(long Sequence, string Chained, string Hash, string? Personal, string? ErasedBy = null)
{
    /// <summary>The chain's head after this entry.</summary>
    public ChainHead Head => new(Sequence, Hash);
}
