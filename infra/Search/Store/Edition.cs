using Azure;

namespace Marketplace.Search.Store;

/// <summary>What is to be committed next.</summary>
/// <param name="Draft">The segments.</param>
/// <param name="Deletions">The deletions to remember.</param>
/// <param name="Rebuild">The rebuild under way, if there is one; its logs are those of <paramref name="Changes"/>.</param>
/// <param name="Changes">What changed since the rebuild began.</param>
internal sealed record Edition(Draft Draft, IdLog Deletions, PendingRebuild? Rebuild, IdLog Changes)
{
    /// <summary>Segments that stay although they were not read.</summary>
    public IReadOnlyList<SegmentEntry> Unread { get; init; } = [];

    /// <summary>Whether this leaves out what was lost.</summary>
    public bool Incomplete { get; init; }

    /// <summary>Whether nothing stored before is relied on, so that all of this is stored anew, over what may have been damaged under the same name.</summary>
    public bool ReplacesAll { get; init; }

    public static Edition After(IndexState state) => new(new Draft(state.Parts), state.Deletions, state.Manifest.Rebuild, state.Changes)
    {
        Unread = [.. state.Unread],
        Incomplete = state.Manifest.Incomplete,
    };

    /// <summary>The state this becomes by its commit.</summary>
    public IndexState ToState(IndexState before, string writer, DateTimeOffset now) => new(
        new Manifest
        {
            Generation = before.NextGeneration(now),
            Incomplete = Incomplete,
            Writer = writer,
            IndexedAt = now,
            Segments = [.. Unread, .. Draft.Parts.Select(part => part.Entry)],
            Deletions = Deletions.Blobs,
            Rebuild = Rebuild is null ? null : Rebuild with { Changes = Changes.Blobs },
        },
        default(ETag),
        [.. Draft.Parts],
        Deletions,
        Changes)
    {
        Damage = Incomplete ? before.Damage : null,
    };

    /// <summary>What has to be stored before the manifest may name it.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> NewBlobs(IndexState before)
    {
        var known = ReplacesAll ? [] : before.Manifest.Blobs().ToHashSet(StringComparer.Ordinal);
        var blobs = new Dictionary<string, ReadOnlyMemory<byte>>(Draft.NewBlobs(known), StringComparer.Ordinal);
        foreach (var chunk in Deletions.Chunks.Concat(Changes.Chunks).Where(chunk => !known.Contains(chunk.Blob)))
        {
            blobs[chunk.Blob] = chunk.Save();
        }

        return blobs;
    }
}
