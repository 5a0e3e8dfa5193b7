using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded.Image;

/// <summary>Where the documents of a term lie in a segment; none if <see cref="Count"/> is 0.</summary>
internal readonly record struct Postings(int Count, int Offset, bool IsDense)
{
    /// <summary>The ordinals; only if not dense.</summary>
    public ReadOnlySpan<ushort> Ordinals(Segment segment) =>
        MemoryMarshal.Cast<byte, ushort>(segment.Image.Get<byte>(Section.Postings).Slice(Offset, Count * sizeof(ushort)));

    /// <summary>One impact for each ordinal, or if dense for each document of the segment.</summary>
    public ReadOnlySpan<byte> Impacts(Segment segment) => IsDense
        ? segment.Image.Get<byte>(Section.Postings).Slice(Offset, segment.Count)
        : segment.Image.Get<byte>(Section.Postings).Slice(Offset + (Count * sizeof(ushort)), Count);
}
