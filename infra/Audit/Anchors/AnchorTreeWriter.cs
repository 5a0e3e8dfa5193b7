using Marketplace.Audit.Merkle;
using Marketplace.Audit.Trail;

namespace Marketplace.Audit.Anchors;

/// <summary>Takes the leaves of a tree one by one and stores them as they come; holds one blob of them at a time.</summary>
public sealed class AnchorTreeWriter
{
    private readonly AnchorTrees _trees;
    private readonly List<AnchorLeaf> _leaves = new(AnchorTrees.ChunkSize);
    private readonly List<TreeChunk> _chunks = [];
    private readonly MerkleTree _top = new();
    private string _last = "";

    internal AnchorTreeWriter(AnchorTrees trees) => _trees = trees;

    /// <summary>Number of leaves.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a leaf.</summary>
    /// <exception cref="ArgumentException">Its chain does not come after the one before.</exception>
    public async ValueTask AddAsync(AnchorLeaf leaf, CancellationToken cancellationToken)
    {
        if (string.CompareOrdinal(_last, leaf.Chain) >= 0)
        {
            throw new ArgumentException($"The chain {leaf.Chain} comes after {_last}.", nameof(leaf));
        }

        _last = leaf.Chain;
        _leaves.Add(leaf);
        Count++;
        if (_leaves.Count == AnchorTrees.ChunkSize)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Stores what is left and gives the root, in lower-case hexadecimal.</summary>
    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        if (_leaves.Count > 0)
        {
            await FlushAsync(cancellationToken);
        }

        var root = Convert.ToHexStringLower(_top.Root);
        await _trees.SaveChunksAsync(root, _chunks, cancellationToken);
        return root;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var hash = MerkleTree.RootOf(_leaves.Select(static leaf => leaf.ToHash()));
        var root = Convert.ToHexStringLower(hash);
        await _trees.SaveLeavesAsync(root, _leaves, cancellationToken);
        _top.Add(hash);
        _chunks.Add(new TreeChunk(root, _leaves[0].Chain));
        _leaves.Clear();
    }
}
