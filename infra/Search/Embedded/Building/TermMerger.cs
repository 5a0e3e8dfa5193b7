using System.Runtime.InteropServices;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>Merges the terms of segments: walks their keys, all ascending, side by side.</summary>
internal static class TermMerger
{
    public static void Write(ImageWriter image, MergeSource[] sources, int documents)
    {
        var (keys, counts, offsets, postings) = (new Heap<ulong>(), new Heap<ushort>(), new Heap<uint>(), new Heap<byte>());
        var (ordinals, impacts) = (new Heap<ushort>(), new Heap<byte>());
        var next = new int[sources.Length];
        while (LowestKey(sources, next) is { } key)
        {
            ordinals.Clear();
            impacts.Clear();
            for (var i = 0; i < sources.Length; i++)
            {
                if (next[i] < KeysOf(sources[i]).Length && KeysOf(sources[i])[next[i]] == key)
                {
                    sources[i].CopyPostings(next[i]++, ordinals, impacts);
                }
            }

            if (ordinals.Count == 0)
            {
                continue;
            }

            keys.Add(key);
            counts.Add((ushort)(ordinals.Count - 1));
            offsets.Add((uint)postings.Count);
            Append(postings, ordinals.Items, impacts.Items, documents);
        }

        TermTable.Write(image, keys.Items, counts.Items, offsets.Items, postings.Items.ToArray());
    }

    private static void Append(Heap<byte> postings, ReadOnlySpan<ushort> ordinals, ReadOnlySpan<byte> impacts, int documents)
    {
        var target = postings.Reserve(PostingLayout.SizeOf(ordinals.Length, documents));
        target.Clear();
        if (!PostingLayout.IsDense(ordinals.Length, documents))
        {
            MemoryMarshal.AsBytes(ordinals).CopyTo(target);
            impacts.CopyTo(target[(ordinals.Length * sizeof(ushort))..]);
            return;
        }

        for (var i = 0; i < ordinals.Length; i++)
        {
            target[ordinals[i]] = impacts[i];
        }
    }

    private static ulong? LowestKey(MergeSource[] sources, int[] next)
    {
        ulong? lowest = null;
        for (var i = 0; i < sources.Length; i++)
        {
            var keys = KeysOf(sources[i]);
            if (next[i] < keys.Length && !(lowest <= keys[next[i]]))
            {
                lowest = keys[next[i]];
            }
        }

        return lowest;
    }

    private static ReadOnlySpan<ulong> KeysOf(MergeSource source) => source.Segment.Image.Get<ulong>(Section.TermKeys);
}
