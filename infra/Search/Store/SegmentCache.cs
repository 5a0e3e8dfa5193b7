using System.Collections.Concurrent;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>Lets everything in a process that uses a segment share one copy of it, and keeps none that nobody uses.</summary>
internal sealed class SegmentCache(IndexBlobs blobs)
{
    private readonly ConcurrentDictionary<string, WeakReference<Segment>> _segments = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The image is damaged or missing.</exception>
    public async Task<Segment> GetAsync(SegmentEntry entry, CancellationToken cancellationToken)
    {
        if (_segments.TryGetValue(entry.Blob, out var known) && known.TryGetTarget(out var segment))
        {
            return segment;
        }

        segment = Segment.Load(await blobs.ReadAsync(entry, cancellationToken));
        Add(entry.Blob, segment);
        return segment;
    }

    public void Add(string blob, Segment segment)
    {
        foreach (var (name, reference) in _segments)
        {
            if (!reference.TryGetTarget(out _))
            {
                _segments.TryRemove(new(name, reference));
            }
        }

        _segments[blob] = new(segment);
    }
}
