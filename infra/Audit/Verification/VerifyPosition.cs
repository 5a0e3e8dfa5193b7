using System.Globalization;

namespace Marketplace.Audit.Verification;

/// <summary>Where a verification goes on. It must come back unchanged: whoever could forge it could skip what is broken.</summary>
/// <param name="Anchor">Number of the anchor compared with; null when there was none.</param>
/// <param name="Chain">The last chain that was looked at.</param>
/// <param name="Head">Its last entry that holds.</param>
/// <param name="IsChainDone">Whether that chain was checked to its end.</param>
public sealed record VerifyPosition(long? Anchor, string Chain, ChainHead Head, bool IsChainDone)
{
    /// <summary>As text without line ends.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Anchor ?? 0} {(IsChainDone ? 1 : 0)} {Head.Sequence} {Head.Hash} {Chain}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is none of ours.</exception>
    public static VerifyPosition Parse(string text) =>
        text.Split(' ', 5) is [var anchor, var done, var sequence, var hash, var chain]
        && long.TryParse(anchor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new VerifyPosition(number == 0 ? null : number, chain, new ChainHead(place, hash), done == "1")
            : throw new FormatException("This continues no verification.");
}
