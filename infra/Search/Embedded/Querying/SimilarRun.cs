using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Finds documents that share the most telling words and pairs of one.</summary>
internal static class SimilarRun
{
    private const int Terms = 24;
    private const int UnitsRead = 2000;

    public static IReadOnlyList<SearchHit> Execute(
        Snapshot snapshot, string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken)
    {
        limit = Math.Clamp(limit, 0, SearchQuery.MaxLimit);
        if (limit == 0 || Find(snapshot, id) is not { } counts)
        {
            return [];
        }

        var query = new ParsedQuery(MostTelling(snapshot, counts), [], []);
        if (!query.HasText)
        {
            return [];
        }

        var lookup = new TermLookup(query.Terms, snapshot.Parts);
        var plan = new SearchPlan
        {
            Query = query,
            Lookup = lookup,
            Scoring = Scoring.FromStatistics(query, lookup, snapshot.Statistics),
            Sort = SearchSort.Relevance,
            Limits = [.. filters],
            Selections = [],
            Facets = [],
            Capacity = limit,
            ExceptId = id,
        };
        var run = new SearchRun(snapshot, plan);
        run.Execute(MatchLevel.Several, cancellationToken);
        if (run.Total == 0)
        {
            run.Execute(MatchLevel.Any, cancellationToken);
        }

        return Array.ConvertAll(run.TakeHits(), found =>
            new SearchHit(found.Key.Id, (double)found.Hit.Score / Scoring.Scale,
                snapshot.Parts[found.Hit.Part].Segment.StoredAt(found.Hit.Ordinal), Highlights: null));
    }

    private static Dictionary<ulong, int>? Find(Snapshot snapshot, string id)
    {
        foreach (var (segment, deletes) in snapshot.Parts)
        {
            if (segment.TryFind(id, out var ordinal) && !deletes.Contains(ordinal))
            {
                return Count(new TextRecord(segment.TextAt(ordinal)));
            }
        }

        return null;
    }

    private static Dictionary<ulong, int> Count(TextRecord text)
    {
        var counts = new Dictionary<ulong, int>();
        Count(text.Name, 2, counts);
        Count(text.Summary, 1, counts);
        Count(text.Body, 1, counts);
        for (var i = 0; i < text.TagCount; i++)
        {
            Count(text.Tag(i), 2, counts);
        }

        return counts;
    }

    private static void Count(ReadOnlySpan<char> text, int weight, Dictionary<ulong, int> counts)
    {
        var reader = new UnitReader(text);
        var previous = 0UL;
        for (var read = 0; read < UnitsRead && reader.Read(); read++)
        {
            var unit = reader.Unit;
            var key = !unit.IsCharacter ? TermKey.Of(unit.Code) : unit.FollowsPrevious ? TermKey.Pair(previous, unit.Code) : 0;
            if (key != 0)
            {
                counts[key] = counts.GetValueOrDefault(key) + weight;
            }

            previous = unit.Code;
        }
    }

    // What only this document has finds nothing, and what a quarter of all have says nothing.
    private static QueryTerm[] MostTelling(Snapshot snapshot, Dictionary<ulong, int> counts)
    {
        var documents = snapshot.Statistics.Documents;
        return [.. counts
            .Select(pair => (pair.Key, Count: pair.Value, Found: snapshot.Parts.Sum(part => (long)part.Segment.Find(pair.Key).Count)))
            .Where(term => term.Found > 1 && (term.Found * 4 <= documents || documents < 20))
            .Select(term => (term.Key, Weight: term.Count / (term.Count + 1.2) * Math.Log(1 + ((double)documents / term.Found))))
            .OrderByDescending(term => term.Weight).ThenBy(term => term.Key)
            .Take(Terms)
            .Select(term => new QueryTerm(term.Key, TermRole.Word))];
    }
}
