using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class OrderingTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(40);

    private static Gen<(SearchDocument[] Documents, string Query, IReadOnlyList<KeywordFilter> Filters, SearchSort Sort)> Cases { get; } =
        from documents in Corpus.Documents
        from query in Gen.Frequency((1, Gen.Constant("")), (3, Corpus.Query))
        from filters in Corpus.Filters
        from sort in Gen.Elements(Enum.GetValues<SearchSort>())
        select (documents, query, filters, sort);

    [Fact]
    public void Orders_by_attention_date_and_name_equal_those_of_sorting_everything() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var found = Corpus.Snapshot(c.Documents)
            .Find(new SearchQuery { Text = c.Query, Filters = c.Filters, Sort = c.Sort, Limit = 1000 }).Hits.Select(hit => hit.Id).ToList();
        if (c.Sort == SearchSort.Relevance && c.Query.Length > 0)
        {
            return;
        }

        var expected = c.Documents.Where(document => found.Contains(document.Id))
            .OrderByDescending(document => c.Sort switch { SearchSort.Attention => document.Attention, SearchSort.Name => 0, _ => document.PublishedAt.Ticks })
            .ThenBy(document => c.Sort == SearchSort.Name ? Convert.ToHexString(NameOrder.KeyOf(document.Name)) : "", StringComparer.Ordinal)
            .ThenBy(document => TermKey.OfId(document.Id));
        Assert.Equal(expected.Select(document => document.Id), found);
    }).Check(Many);

    [Fact]
    public void Pages_together_are_the_whole_result() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var snapshot = Corpus.Snapshot(c.Documents);
        var query = new SearchQuery { Text = c.Query, Filters = c.Filters, Sort = c.Sort, Limit = 1000 };
        var whole = snapshot.Find(query);
        Assert.Null(whole.Continuation);
        Assert.Equal(whole.Hits.Select(hit => (hit.Id, hit.Score)), Paging.All(query with { Limit = 3 }, _ => snapshot).Select(hit => (hit.Id, hit.Score)));
    }).Check(Many);

    [Fact]
    public void Several_segments_answer_like_one() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var query = new SearchQuery { Text = c.Query, Filters = c.Filters, Sort = c.Sort, Limit = 7, Facets = ["region", "theme"], Highlight = true };
        var several = new Snapshot([.. c.Documents.Chunk(9).Select(chunk => (Corpus.Build(chunk), DeleteSet.Empty))], DateTimeOffset.UnixEpoch);
        Assert.Equivalent(Corpus.Snapshot(c.Documents).Find(query), several.Find(query), strict: true);
    }).Check(Many);

    [Fact]
    public void Deleted_documents_are_neither_found_nor_counted() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var live = c.Documents.Where((_, i) => i % 3 != 0).ToArray();
        var deletes = DeleteSet.Empty.With(Enumerable.Range(0, c.Documents.Length).Where(i => i % 3 == 0));
        var query = new SearchQuery { Text = c.Query, Filters = c.Filters, Sort = c.Sort, Limit = 1000, Facets = ["region", "kind", "theme"] };
        var (with, without) = (new Snapshot([(Corpus.Build(c.Documents), deletes)], DateTimeOffset.UnixEpoch).Find(query), Corpus.Snapshot(live).Find(query));
        Assert.Equal(without.Hits.Select(hit => hit.Id).Order(), with.Hits.Select(hit => hit.Id).Order());
        Assert.Equal((without.Total, without.Relaxed), (with.Total, with.Relaxed));
        Assert.Equivalent(without.Facets, with.Facets, strict: true);
    }).Check(Many);

    [Fact]
    public void Documents_that_do_not_change_are_paged_over_exactly_once_while_others_come_and_go() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var stay = c.Documents.Where((_, i) => i % 2 == 0).Select(document => document.Id).ToHashSet();
        var first = Corpus.Snapshot(c.Documents);
        var query = new SearchQuery { Text = c.Query, Filters = c.Filters, Sort = c.Sort, Limit = 3 };
        var expected = first.Find(query with { Limit = 1000 }).Hits.Where(hit => stay.Contains(hit.Id)).Select(hit => hit.Id);

        var deletes = DeleteSet.Empty.With(Enumerable.Range(0, c.Documents.Length).Where(i => i % 2 != 0));
        var newcomers = Corpus.Build([.. c.Documents.Select(document => document with { Id = $"new-{document.Id}", Attention = document.Attention + 1 })]);
        var changed = new Snapshot([(newcomers, DeleteSet.Empty), (first.Parts[0].Segment, deletes)], DateTimeOffset.UnixEpoch);
        Assert.Equal(expected, Paging.All(query, page => page == 0 ? first : changed).Where(hit => stay.Contains(hit.Id)).Select(hit => hit.Id));
    }).Check(Many);

    [Fact]
    public void Only_what_was_updated_since_an_instant_is_found() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var since = DateTimeOffset.UnixEpoch.AddDays(4);
        var answer = Corpus.Snapshot(c.Documents).Find(new SearchQuery { Filters = c.Filters, UpdatedSince = since, Limit = 1000 });
        Assert.Equal(new BruteForce(c.Documents).Matching("", c.Filters, since).Select(document => document.Id)
            .Order(), answer.Hits.Select(hit => hit.Id).Order());
    }).Check(Many);
}
