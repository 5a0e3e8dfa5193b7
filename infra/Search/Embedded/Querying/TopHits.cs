using System.Numerics;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Keeps the best hits by score: a heap whose first entry is the worst one kept.</summary>
internal sealed class TopHits(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts, int capacity, SortKey? after)
{
    private readonly List<Hit> _heap = new(Math.Min(capacity, 64));

    // Score above, complement of the upper half of the id's hash below: a higher one is the better hit.
    private readonly ulong _after = after is { } key ? Compose((uint)key.Primary, key.Hash) : ulong.MaxValue;

    public IReadOnlyList<Hit> Hits => _heap;

    public void Collect(int part, Matches matches, QueryScratch scratch)
    {
        if (capacity == 0)
        {
            return;
        }

        if (matches.IsList)
        {
            CollectList(part, matches.Count, scratch);
        }
        else
        {
            CollectSet(part, matches.Set, scratch);
        }
    }

    private void CollectList(int part, int count, QueryScratch scratch)
    {
        var scores = scratch.Scores.AsSpan(0, count);
        var least = LeastScore;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] < least)
            {
                continue;
            }

            Offer(part, scratch.Ordinals[i], scores[i]);
            least = LeastScore;
        }
    }

    private void CollectSet(int part, ReadOnlySpan<ulong> set, QueryScratch scratch)
    {
        ref var accumulators = ref MemoryMarshal.GetArrayDataReference(scratch.Accumulators);
        for (var word = 0; word < set.Length; word++)
        {
            if (set[word] == 0)
            {
                continue;
            }

            for (var good = set[word] & DenseScan.AtLeast(ref accumulators, word, AnyMatcher.ScoreMask, LeastScore); good != 0; good &= good - 1)
            {
                var ordinal = (word << 6) + BitOperations.TrailingZeroCount(good);
                Offer(part, ordinal, scratch.Accumulators[ordinal] & AnyMatcher.ScoreMask);
            }
        }
    }

    private uint LeastScore => _heap.Count < capacity ? 0 : _heap[0].Score;

    private static ulong Compose(uint score, ulong hash) => ((ulong)score << 32) | (uint)~(hash >> 32);

    private void Offer(int part, int ordinal, uint score)
    {
        var hit = new Hit(part, ordinal, score, Compose(score, parts[part].Segment.IdHashAt(ordinal)));
        if (hit.Order > _after || (hit.Order == _after && after is { } key && KeyOf(hit).CompareTo(key) <= 0))
        {
            return;
        }

        if (_heap.Count < capacity)
        {
            _heap.Add(hit);
            SiftUp(_heap.Count - 1);
        }
        else if (IsWorse(_heap[0], hit))
        {
            _heap[0] = hit;
            SiftDown();
        }
    }

    private void SiftUp(int at)
    {
        for (var parent = (at - 1) / 2; at > 0 && IsWorse(_heap[at], _heap[parent]); at = parent, parent = (at - 1) / 2)
        {
            (_heap[at], _heap[parent]) = (_heap[parent], _heap[at]);
        }
    }

    private void SiftDown()
    {
        for (int at = 0, child = 1; child < _heap.Count; at = child, child = (2 * at) + 1)
        {
            if (child + 1 < _heap.Count && IsWorse(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsWorse(_heap[child], _heap[at]))
            {
                return;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
        }
    }

    private bool IsWorse(Hit a, Hit b) => a.Order != b.Order ? a.Order < b.Order : KeyOf(a).CompareTo(KeyOf(b)) > 0;

    private SortKey KeyOf(Hit hit) => HitOrder.KeyOf(parts[hit.Part].Segment, hit.Ordinal, SearchSort.Relevance, hit.Score);
}

/// <summary>A document that may be on the page.</summary>
/// <param name="Part">Its segment in the snapshot.</param>
/// <param name="Ordinal">Its place in the segment.</param>
/// <param name="Score">How well it matches, in <see cref="Scoring.Scale"/>.</param>
/// <param name="Order">Decides between hits by score, unless equal.</param>
internal readonly record struct Hit(int Part, int Ordinal, uint Score, ulong Order);
