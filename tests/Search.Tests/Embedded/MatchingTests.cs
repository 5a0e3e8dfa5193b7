using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class MatchingTests
{
    [Fact]
    public void Matches_totals_and_facets_equal_those_of_a_brute_force_search()
    {
        var cases = from documents in Corpus.Documents
                    from query in Corpus.Query
                    from filters in Corpus.Filters
                    select (documents, query, filters);
        Prop.ForAll(cases.ToArbitrary(), c => Check(Corpus.Snapshot(c.documents), c.documents, c.query, c.filters))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40));
    }

    private static void Check(Snapshot snapshot, SearchDocument[] documents, string text, IReadOnlyList<KeywordFilter> filters)
    {
        var query = new SearchQuery { Text = text, Filters = filters, Facets = ["region", "kind", "theme"], Limit = 1000 };
        var answer = snapshot.Find(query);
        var brute = new BruteForce(documents);
        var atLeast = brute.Matching(text, filters).Any() ? (int?)null : 1;
        if (atLeast is not null && answer.Relaxed)
        {
            atLeast = AtLeastFor(text);
        }

        if (atLeast > 1 && !brute.Matching(text, filters, atLeast: atLeast).Any())
        {
            atLeast = 1;
        }

        var expected = brute.Matching(text, filters, atLeast: atLeast).Select(document => document.Id).Order().ToArray();
        Assert.Equal(expected, answer.Hits.Select(hit => hit.Id).Order());
        Assert.Equal(expected.Length, answer.Total);
        foreach (var facet in answer.Facets)
        {
            var counted = brute.Matching(text, filters.Where(filter => filter.Required || filter.Field != facet.Field), atLeast: atLeast)
                .SelectMany(document => BruteForce.ValuesOf(document, facet.Field))
                .GroupBy(value => value).Select(same => new FacetCount(same.Key, same.Count()))
                .OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal);
            Assert.Equal(counted, facet.Values);
        }
    }

    private static int AtLeastFor(string text) =>
        Math.Min(3, 1 + (text.Split(' ').Where(word => word[0] != '-').SelectMany(BruteForce.RequiredTerms).Distinct().Count() / 6));
}
