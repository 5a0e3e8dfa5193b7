namespace Marketplace.Search.Analysis;

/// <summary>
/// What stands for a term in the index: 64 well-mixed bits, so that a sorted list of keys can be searched by their value. Characters and pairs of them map one
/// to one; words, and pairs with a word, are hashed: among a million terms the chance that any two collide is below one in ten million.
/// </summary>
internal static class TermKey
{
    public const ulong WordSeed = 0xCBF29CE484222325;

    private const int CodePointBits = 21;
    private const ulong PairTag = 1UL << 62;
    private const ulong NameTag = 0x5F3759DF9E3779B9;

    public static ulong Of(ulong unit) => Mix(unit);

    public static ulong Pair(ulong first, ulong second) =>
        ((first | second) & TextUnit.WordBit) == 0
            ? Mix(PairTag | (first << CodePointBits) | second)
            : Mix(PairTag ^ (Mix(first) * 31) ^ second);

    /// <summary>The key of a whole name that consists of these units.</summary>
    public static ulong StartName() => NameTag;

    public static ulong AddToName(ulong name, ulong unit) => Mix(name ^ unit) * 0x9E3779B97F4A7C15;

    public static ulong AddToWord(ulong hash, int codePoint) => (hash ^ (uint)codePoint) * 0x100000001B3;

    /// <summary>A hash of an id that decides ties; it does not depend on the process.</summary>
    public static ulong OfId(ReadOnlySpan<char> id)
    {
        var hash = WordSeed;
        foreach (var c in id)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return Mix(hash);
    }

    // The finalizer of MurmurHash3: a bijection.
    private static ulong Mix(ulong x)
    {
        x ^= x >> 33;
        x *= 0xFF51AFD7ED558CCD;
        x ^= x >> 33;
        x *= 0xC4CEB9FE1A85EC53;
        return x ^ (x >> 33);
    }
}
