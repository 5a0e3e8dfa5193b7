namespace Marketplace.Search.Embedded.Querying;

/// <summary>Runs a plan on a snapshot, at one level of matching after another until something is found.</summary>
internal sealed class SearchRun(Snapshot snapshot, SearchPlan plan)
{
    private readonly List<Hit> _ordered = [];
    private TopHits? _best;

    public long Total { get; private set; }

    public int Level { get; private set; }

    /// <summary>Searches; a level given is the only one tried.</summary>
    public void Execute(int? onlyLevel, CancellationToken cancellationToken)
    {
        var scratch = QueryScratch.Rent();
        try
        {
            int? next = onlyLevel ?? MatchLevel.All;
            while (next is { } level)
            {
                Level = level;
                RunLevel(scratch, cancellationToken);
                next = Total == 0 && onlyLevel is null ? MatchLevel.After(level, plan.Query) : null;
            }
        }
        finally
        {
            QueryScratch.Return(scratch);
        }
    }

    /// <summary>The hits in order, with the keys that put them there.</summary>
    public (Hit Hit, SortKey Key)[] TakeHits()
    {
        var sort = plan.EffectiveSort;
        var hits = (_best?.Hits ?? _ordered)
            .Select(hit => (Hit: hit, Key: HitOrder.KeyOf(snapshot.Parts[hit.Part].Segment, hit.Ordinal, sort, hit.Score))).ToArray();
        Array.Sort(hits, static (a, b) => a.Key.CompareTo(b.Key));
        return hits.Length > plan.Capacity ? hits[..plan.Capacity] : hits;
    }

    private void RunLevel(QueryScratch scratch, CancellationToken cancellationToken)
    {
        Total = 0;
        _best = plan.SortsByScore ? new TopHits(snapshot.Parts, plan.Capacity, plan.After) : null;
        foreach (var facet in plan.Facets)
        {
            facet.Reset();
        }

        for (var part = 0; part < snapshot.Parts.Count; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (segment, deletes) = snapshot.Parts[part];
            var search = new SegmentSearch(plan, scratch, segment, deletes, part);
            var matches = search.CountAndSelect(search.MatchText(Level));
            Total += matches.Count;
            if (_best is not null)
            {
                _best.Collect(part, matches, scratch);
            }
            else
            {
                HitOrder.Collect(_ordered, segment, part, matches, plan.EffectiveSort, plan.After, plan.Capacity, scratch);
            }
        }
    }
}
