namespace Marketplace.Search.Embedded.Querying;

/// <summary>Working memory of one query at a time, about 0.9 MB; as many are kept as the machine has processors.</summary>
internal sealed class QueryScratch
{
    private const int Slack = 64; // vectors are read and written whole

    private static readonly QueryScratch?[] Kept = new QueryScratch?[Environment.ProcessorCount];

    private readonly List<ulong[]> _bitsets = [];
    private int _bitsetsTaken;

    /// <summary>A score for each document; see <see cref="AnyMatcher"/>.</summary>
    public uint[] Accumulators { get; } = new uint[Segment.MaxDocuments + Slack];

    /// <summary>Ordinals of a list of matches.</summary>
    public ushort[] Ordinals { get; } = new ushort[Segment.MaxDocuments + Slack];

    /// <summary>Scores of that list.</summary>
    public uint[] Scores { get; } = new uint[Segment.MaxDocuments + Slack];

    /// <summary>Ordinals of another list.</summary>
    public ushort[] MoreOrdinals { get; } = new ushort[Segment.MaxDocuments + Slack];

    /// <summary>What a term adds by impact code.</summary>
    public uint[] Table { get; } = new uint[Image.Impact.Codes];

    /// <summary>Counts by set of keyword values.</summary>
    public int[] SetCounts { get; } = new int[Segment.MaxDocuments + 1];

    public static QueryScratch Rent()
    {
        for (var i = 0; i < Kept.Length; i++)
        {
            if (Kept[i] is not null && Interlocked.Exchange(ref Kept[i], null) is { } scratch)
            {
                return scratch;
            }
        }

        return new QueryScratch();
    }

    public static void Return(QueryScratch scratch)
    {
        scratch._bitsetsTaken = 0;
        for (var i = 0; i < Kept.Length; i++)
        {
            if (Kept[i] is null && Interlocked.CompareExchange(ref Kept[i], scratch, null) is null)
            {
                return;
            }
        }
    }

    /// <summary>A bitset with undefined content, for this part of the query.</summary>
    public Span<ulong> TakeBitset(int words)
    {
        if (_bitsetsTaken == _bitsets.Count)
        {
            _bitsets.Add(new ulong[Bitset.MaxWords]);
        }

        return _bitsets[_bitsetsTaken++].AsSpan(0, words);
    }

    /// <summary>Takes back all bitsets.</summary>
    public void ReleaseBitsets() => _bitsetsTaken = 0;
}
