using System.Runtime.CompilerServices;
using System.Text;
using Marketplace.Audit.Merkle;
using Marketplace.Audit.Trail;
using Marketplace.Storage.Blobs;

namespace Marketplace.Audit.Anchors;

/// <summary>
/// The leaves of the anchors' trees, so that proofs can be made later: blobs of up to 4,096 leaves named by the root of that subtree,
/// and for every tree a blob named by its root that lists them. A name is the hash of what it names, so that none is ever changed and
/// what cannot be trusted is found by computing it again.
/// </summary>
/// <param name="container">The container.</param>
public sealed class AnchorTrees(BlobContainerClient container)
{
    /// <summary>Leaves of a blob: a power of two, so that each is a subtree of the whole.</summary>
    internal const int ChunkSize = 4096;

    /// <summary>Begins a new tree.</summary>
    public AnchorTreeWriter Begin() => new(this);

    /// <summary>The leaves of a tree, in order, from the blob on that holds <paramref name="from"/>.</summary>
    /// <exception cref="InvalidDataException">While reading: a blob is missing or does not fit its name.</exception>
    public async IAsyncEnumerable<AnchorLeaf> ReadAsync(string root, string? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = await ReadChunksAsync(root, cancellationToken);
        var first = from is null ? 0 : Math.Max(0, IndexOf(chunks, from));
        for (var i = first; i < chunks.Count; i++)
        {
            foreach (var leaf in await ReadLeavesAsync(chunks[i].Root, cancellationToken))
            {
                yield return leaf;
            }
        }
    }

    /// <summary>A chain's leaf with its inclusion proof; null when the chain is not in the tree.</summary>
    /// <exception cref="InvalidDataException">A blob is missing or does not fit its name.</exception>
    public async Task<AnchorLeaf?> FindAsync(string root, string chain, CancellationToken cancellationToken)
    {
        var chunks = await ReadChunksAsync(root, cancellationToken);
        var chunk = IndexOf(chunks, chain);
        if (chunk < 0)
        {
            return null;
        }

        var leaves = await ReadLeavesAsync(chunks[chunk].Root, cancellationToken);
        var index = leaves.FindIndex(leaf => leaf.Chain == chain);
        if (index < 0)
        {
            return null;
        }

        var inside = InclusionProof.Of([.. leaves.Select(static leaf => leaf.ToHash())], index);
        var outside = InclusionProof.Of([.. chunks.Select(static entry => Convert.FromHexString(entry.Root))], chunk);
        return leaves[index] with
        {
            Index = ((long)chunk * ChunkSize) + index,
            Proof = [.. inside.Path.Concat(outside.Path).Select(Convert.ToHexStringLower)],
        };
    }

    internal Task SaveLeavesAsync(string root, IReadOnlyList<AnchorLeaf> leaves, CancellationToken cancellationToken) =>
        SaveAsync(LeavesOf(root), AuditLines.ToBytes(leaves), cancellationToken);

    internal Task SaveChunksAsync(string root, IReadOnlyList<TreeChunk> chunks, CancellationToken cancellationToken) =>
        SaveAsync(TreeOf(root), Encoding.UTF8.GetBytes(string.Concat(chunks.Select(static chunk => $"{chunk.Root} {chunk.First}\n"))), cancellationToken);

    private async Task SaveAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).UploadAsync(
            BinaryData.FromBytes(content), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, cancellationToken);

    private async Task<List<TreeChunk>> ReadChunksAsync(string root, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(TreeOf(root), cancellationToken);
        var chunks = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ', 2))
            .Select(static part => new TreeChunk(part[0], part[^1])).ToList();
        return Convert.ToHexStringLower(MerkleTree.RootOf(chunks.Select(static chunk => Convert.FromHexString(chunk.Root)))) == root
            ? chunks
            : throw new InvalidDataException($"The blob {TreeOf(root)} does not fit its name.");
    }

    private async Task<List<AnchorLeaf>> ReadLeavesAsync(string root, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(LeavesOf(root), cancellationToken);
        var leaves = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(AuditLine.Parse).OfType<AnchorLeaf>().ToList();
        return Convert.ToHexStringLower(MerkleTree.RootOf(leaves.Select(static leaf => leaf.ToHash()))) == root
            ? leaves
            : throw new InvalidDataException($"The blob {LeavesOf(root)} does not fit its name.");
    }

    private async Task<string> ReadTextAsync(string name, CancellationToken cancellationToken)
    {
        var download = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken: cancellationToken);
        return download.IsFound ? download.Content.ToString() : throw new InvalidDataException($"The blob {name} is missing.");
    }

    private static int IndexOf(List<TreeChunk> chunks, string chain) => chunks.FindLastIndex(chunk => string.CompareOrdinal(chunk.First, chain) <= 0);

    private static string LeavesOf(string root) => $"leaves/{root}.ndjson";

    private static string TreeOf(string root) => $"trees/{root}.txt";
}

/// <summary>One blob of leaves: the root of its subtree, and its first chain.</summary>
internal readonly record struct TreeChunk(string Root, string First);
