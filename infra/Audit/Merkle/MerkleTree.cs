using System.Security.Cryptography;

namespace Marketplace.Audit.Merkle;

/// <summary>
/// The Merkle tree of RFC 6962 §2.1 over SHA-256: leaves and nodes are hashed with different prefixes, so that one can never
/// pass for the other. Grows leaf by leaf and keeps one hash for each level only.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<(byte[] Hash, int Level)> _subtrees = [];

    /// <summary>Number of leaves.</summary>
    public long Count { get; private set; }

    /// <summary>The root over all leaves so far; of no leaves, the hash of nothing.</summary>
    public byte[] Root => _subtrees.Count == 0
        ? SHA256.HashData([])
        : _subtrees.Select(static subtree => subtree.Hash).Reverse().Aggregate(static (right, left) => Node(left, right));

    /// <summary>Hash of a leaf.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data) => Hash(0, data, default);

    /// <summary>Adds a leaf by its hash, or a complete subtree by its root when every one added before was of that size.</summary>
    public void Add(byte[] leaf)
    {
        Count++;
        var (hash, level) = (leaf, 0);
        while (_subtrees is [.., var last] && last.Level == level)
        {
            _subtrees.RemoveAt(_subtrees.Count - 1);
            (hash, level) = (Node(last.Hash, hash), level + 1);
        }

        _subtrees.Add((hash, level));
    }

    /// <summary>The root over some leaves.</summary>
    public static byte[] RootOf(IEnumerable<byte[]> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
        {
            tree.Add(leaf);
        }

        return tree.Root;
    }

    internal static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Hash(1, left, right);

    private static byte[] Hash(byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> input = stackalloc byte[1 + SHA256.HashSizeInBytes * 2];
        if (1 + first.Length + second.Length > input.Length)
        {
            input = new byte[1 + first.Length + second.Length];
        }

        input[0] = prefix;
        first.CopyTo(input[1..]);
        second.CopyTo(input[(1 + first.Length)..]);
        return SHA256.HashData(input[..(1 + first.Length + second.Length)]);
    }
}
