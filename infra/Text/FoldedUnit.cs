namespace Marketplace.Text;

/// <summary>What lies between a unit and the one before it.</summary>
public enum Gap
{
    /// <summary>Nothing but marks and characters that do not show.</summary>
    None,

    /// <summary>Blanks or signs of the kind that are put between characters to hide a word.</summary>
    Soft,

    /// <summary>Punctuation that ends a clause, a line break, or more signs than hide a word.</summary>
    Barrier,
}

/// <summary>One meaningful character of a text: in NFKC, case folded.</summary>
/// <param name="CodePoint">The folded character.</param>
/// <param name="Start">Where it begins in the original, in UTF-16 units.</param>
/// <param name="End">Where it ends there, marks included.</param>
/// <param name="Gap">What lies before it.</param>
public readonly record struct FoldedUnit(int CodePoint, int Start, int End, Gap Gap)
{
    /// <summary>Whether it is one of a–z.</summary>
    public bool IsLetter => CodePoint is >= 'a' and <= 'z';

    /// <summary>Whether it is one of 0–9.</summary>
    public bool IsDigit => CodePoint is >= '0' and <= '9';
}
