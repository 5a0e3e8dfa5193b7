namespace Marketplace.Search.Embedded.Querying;

/// <summary>The values of a keyword field over all segments of a snapshot, so that counts of segments add up by number instead of by text.</summary>
internal sealed class FacetUnion
{
    private readonly int[][] _numbersByPart;

    public FacetUnion(string field, IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts)
    {
        var readers = parts.Select(part => part.Segment.Field(field)).ToArray();
        Values = [.. readers
            .SelectMany(reader => reader is null ? [] : Enumerable.Range(0, reader.ValueCount).Select(reader.Value))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        _numbersByPart = Array.ConvertAll(readers, reader => reader is null
            ? []
            : Enumerable.Range(0, reader.ValueCount).Select(value => Array.BinarySearch(Values, reader.Value(value), StringComparer.Ordinal)).ToArray());
    }

    /// <summary>Distinct, in ordinal order.</summary>
    public string[] Values { get; }

    /// <summary>For each value of the field in one segment its number here.</summary>
    public ReadOnlySpan<int> NumbersIn(int part) => _numbersByPart[part];
}
