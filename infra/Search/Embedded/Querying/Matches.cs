namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// The documents of one segment that match: as a list (scores beside it, in the scratch), or as a set (scores, if any, in the scratch's accumulators).
/// </summary>
internal readonly ref struct Matches
{
    private Matches(int count, ReadOnlySpan<ulong> set, bool isList, bool isScored)
    {
        Count = count;
        Set = set;
        IsList = isList;
        IsScored = isScored;
    }

    public int Count { get; }

    public ReadOnlySpan<ulong> Set { get; }

    public bool IsList { get; }

    public bool IsScored { get; }

    public static Matches List(int count) => new(count, default, isList: true, isScored: true);

    public static Matches Of(ReadOnlySpan<ulong> set, bool isScored) => new(Bitset.Count(set), set, isList: false, isScored);

    public uint ScoreOf(int ordinal, QueryScratch scratch)
    {
        if (!IsScored)
        {
            return 0;
        }

        return IsList
            ? scratch.Scores[scratch.Ordinals.AsSpan(0, Count).BinarySearch((ushort)ordinal)]
            : scratch.Accumulators[ordinal] & AnyMatcher.ScoreMask;
    }
}
