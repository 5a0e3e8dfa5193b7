using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// The segments of a state in the making: what is added, removed and merged before it is committed, and the blobs this needs. Not for several threads.
/// </summary>
/// <param name="parts">The segments to begin with.</param>
internal sealed class Draft(IEnumerable<IndexPart> parts)
{
    private readonly List<IndexPart> _parts = [.. parts];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _images = new(StringComparer.Ordinal);

    public IReadOnlyList<IndexPart> Parts => _parts;

    /// <summary>The version under which an entry can be found; null if it cannot.</summary>
    public long? Version(string id) => Find(id) is var (part, ordinal) ? _parts[part].Segment.VersionAt(ordinal) : null;

    /// <summary>Deletes entries; those that cannot be found change nothing.</summary>
    public void Remove(IEnumerable<string> ids)
    {
        foreach (var part in ids.Select(Find).OfType<(int Part, int Ordinal)>().ToLookup(place => place.Part, place => place.Ordinal))
        {
            _parts[part.Key] = WithDeletes(_parts[part.Key], _parts[part.Key].Deletes.With(part));
        }
    }

    /// <summary>Adds a segment of documents that cannot be found so far.</summary>
    /// <returns>The segment as a part.</returns>
    /// <exception cref="ArgumentException">A document breaks a limit.</exception>
    public IndexPart Add(IReadOnlyList<SearchDocument> documents) => Add(SegmentBuilder.Build(documents));

    /// <summary>Drops segments without live documents, and merges those the policy names.</summary>
    public void Tidy(MergePolicy policy)
    {
        _parts.RemoveAll(part => part.Size.Live == 0);
        for (var chosen = Choose(policy); chosen.Count > 0; chosen = Choose(policy))
        {
            var merged = SegmentMerger.Merge([.. chosen.Select(index => (_parts[index].Segment, _parts[index].Deletes))]);
            foreach (var index in chosen.Reverse())
            {
                _parts.RemoveAt(index);
            }

            Add(merged);
        }
    }

    /// <summary>Puts a merged segment in the place of its sources, which may have lost documents since they were merged.</summary>
    /// <param name="sources">The sources as they were merged.</param>
    /// <param name="image">The result, stored already.</param>
    /// <returns>Whether all sources were still there; if not, nothing changed.</returns>
    public bool TryReplace(IReadOnlyList<IndexPart> sources, ReadOnlyMemory<byte> image)
    {
        var current = sources.Select(source => _parts.Find(part => part.Blob == source.Blob)).OfType<IndexPart>().ToList();
        if (current.Count < sources.Count)
        {
            return false;
        }

        var lost = sources.Zip(current, (before, now) => Enumerable.Range(0, now.Segment.Count)
            .Where(ordinal => now.Deletes.Contains(ordinal) && !before.Deletes.Contains(ordinal))
            .Select(now.Segment.IdAt)).SelectMany(ids => ids).ToList();
        _parts.RemoveAll(current.Contains);
        var merged = Add(image);
        Stored(merged);
        var gone = lost.Select(id => merged.Segment.TryFind(id, out var ordinal) ? ordinal : throw new InvalidDataException("A merge lost a document."));
        _parts[^1] = WithDeletes(merged, merged.Deletes.With(gone));
        return true;
    }

    /// <summary>The blobs of the draft's segments, by name, but for those that are stored.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> NewBlobs(IReadOnlySet<string> stored)
    {
        var images = _parts.Where(part => !stored.Contains(part.Blob) && _images.ContainsKey(part.Blob))
            .Select(part => KeyValuePair.Create(part.Blob, _images[part.Blob]));
        var deletes = _parts.Where(part => part.DeletesBlob is not null && !stored.Contains(part.DeletesBlob))
            .DistinctBy(part => part.DeletesBlob)
            .Select(part => KeyValuePair.Create(part.DeletesBlob!, (ReadOnlyMemory<byte>)part.Deletes.Save()));
        return images.Concat(deletes);
    }

    /// <summary>Forgets an image that was stored already.</summary>
    public void Stored(IndexPart part) => _images.Remove(part.Blob);

    private IndexPart Add(ReadOnlyMemory<byte> image)
    {
        var part = new IndexPart(BlobNames.For(BlobNames.Segments, image.Span), image.Length, Segment.Load(image), null, DeleteSet.Empty);
        _images[part.Blob] = image;
        _parts.Add(part);
        return part;
    }

    private IReadOnlyList<int> Choose(MergePolicy policy) => policy.Next([.. _parts.Select(part => part.Size)]);

    private (int Part, int Ordinal)? Find(string id)
    {
        // The newest segments are last, and what changes once changes again.
        for (var part = _parts.Count - 1; part >= 0; part--)
        {
            if (_parts[part].Segment.TryFind(id, out var ordinal) && !_parts[part].Deletes.Contains(ordinal))
            {
                return (part, ordinal);
            }
        }

        return null;
    }

    private static IndexPart WithDeletes(IndexPart part, DeleteSet deletes) =>
        deletes.Count == part.Deletes.Count ? part : part with { Deletes = deletes, DeletesBlob = BlobNames.For(BlobNames.Deletes, deletes.Save()) };
}
