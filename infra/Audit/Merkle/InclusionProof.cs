namespace Marketplace.Audit.Merkle;

/// <summary>Shows that a leaf is in a tree, given nothing but the root (RFC 6962 §2.1.1).</summary>
/// <param name="Index">The leaf's place, from 0.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Path">Hashes of the sibling subtrees, from the leaf up.</param>
public sealed record InclusionProof(long Index, long Size, IReadOnlyList<byte[]> Path)
{
    /// <summary>The proof for one of some leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static InclusionProof Of(IReadOnlyList<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<byte[]>();
        Collect(path, leaves, 0, leaves.Count, index);
        return new InclusionProof(index, leaves.Count, path);
    }

    /// <summary>Whether the proof leads from the leaf's hash to the root (RFC 9162 §2.1.3.2).</summary>
    public bool Leads(byte[] leaf, ReadOnlySpan<byte> root)
    {
        if (Index < 0 || Index >= Size)
        {
            return false;
        }

        var (node, last, hash) = (Index, Size - 1, leaf);
        foreach (var sibling in Path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleTree.Node(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = MerkleTree.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    private static void Collect(List<byte[]> path, IReadOnlyList<byte[]> leaves, int from, int to, int index)
    {
        if (to - from == 1)
        {
            return;
        }

        var middle = from + (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(to - from)) / 2);
        var isLeft = index < middle;
        Collect(path, leaves, isLeft ? from : middle, isLeft ? middle : to, index);
        path.Add(MerkleTree.RootOf(Range(leaves, isLeft ? middle : from, isLeft ? to : middle)));
    }

    private static IEnumerable<byte[]> Range(IReadOnlyList<byte[]> leaves, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            yield return leaves[i];
        }
    }
}
