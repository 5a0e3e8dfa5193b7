namespace Marketplace.Search.Embedded;

/// <summary>Some documents, indexed, as one immutable image that is read in place: loading checks it and parses nothing.</summary>
public sealed class Segment
{
    /// <summary>The most documents one segment holds. Index more by building several segments.</summary>
    public const int MaxDocuments = 65_536;

    private Segment() => Count = 0;

    /// <summary>How many documents the image holds, deleted ones included.</summary>
    public int Count { get; }

    /// <summary>Reads an image.</summary>
    /// <param name="image">What <see cref="SegmentBuilder"/> or <see cref="SegmentMerger"/> made. It is used in place and must not change.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="InvalidDataException">The bytes are not an image of this format version, or are damaged.</exception>
    public static Segment Load(ReadOnlyMemory<byte> image) => throw new NotSupportedException();

    /// <summary>Finds a document.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ordinal">Its place in the segment, 0 to <see cref="Count"/> - 1.</param>
    /// <returns>Whether the segment holds it; it may be deleted all the same.</returns>
    public bool TryFind(string id, out int ordinal) => throw new NotSupportedException();

    /// <summary>The version of a document.</summary>
    /// <param name="ordinal">Its place in the segment.</param>
    /// <returns>As given when it was indexed.</returns>
    public long VersionAt(int ordinal) => throw new NotSupportedException();

    /// <summary>The id of a document.</summary>
    /// <param name="ordinal">Its place in the segment.</param>
    /// <returns>As given when it was indexed.</returns>
    public string IdAt(int ordinal) => throw new NotSupportedException();
}
