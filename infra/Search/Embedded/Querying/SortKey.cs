namespace Marketplace.Search.Embedded.Querying;

/// <summary>What decides a hit's place: a number (higher first), or for the order by name a key (lower first); then the id's hash, then the id.</summary>
internal readonly record struct SortKey(ulong Primary, ulong Hash, string Id, byte[] Name) : IComparable<SortKey>
{
    public int CompareTo(SortKey other) =>
        other.Primary.CompareTo(Primary) is not 0 and var byPrimary ? byPrimary
        : Name.AsSpan().SequenceCompareTo(other.Name) is not 0 and var byName ? byName
        : Hash.CompareTo(other.Hash) is not 0 and var byHash ? byHash
        : string.CompareOrdinal(Id, other.Id);

    /// <summary>Keeps the order of numbers: a higher double gives a higher result.</summary>
    public static ulong Of(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
    }

    /// <summary>Keeps the order of numbers: a higher one gives a higher result.</summary>
    public static ulong Of(long value) => (ulong)value ^ (1UL << 63);
}
