using System.Text;

namespace Marketplace.Search.Tests.Contract;

/// <summary>What every search engine here has to answer, up to scoring.</summary>
public abstract class SearchContractTests
{
    public static TheoryData<string, string[]> Matching => new()
    {
        { "税务", ["tax-1", "tax-2"] },
        { "一网通办", ["permit-1", "social-1", "tax-1"] },
        { "一网通办 工程", ["permit-1"] },
        { "办税", ["permit-2", "tax-1"] },
        { "河", ["river-1"] },
        { "web", ["river-1", "river-2"] },
        { "ＷＥＢ　端派单", ["river-1"] },
        { "app", ["social-1"] },
        { "申报 -风险", ["tax-1"] },
        { "\"登记缴税\"", ["permit-2"] },
        { "“登记与办税”", ["permit-2"] },
        { "\"税登记\"", [] },
        { "社保 －刷脸", ["social-1"] },
        { "-一网通办 -web -申报", ["permit-2", "social-2"] },
        { "", ["permit-1", "permit-2", "river-1", "river-2", "social-1", "social-2", "tax-1", "tax-2"] },
        { "，。！", ["permit-1", "permit-2", "river-1", "river-2", "social-1", "social-2", "tax-1", "tax-2"] },
        { "capability", ["river-1", "river-2"] },
    };

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>An index that holds <see cref="ContractCorpus"/>.</summary>
    protected abstract ISearchIndex Index { get; }

    [Theory]
    [MemberData(nameof(Matching))]
    public async Task Text_finds_what_has_all_its_words(string text, string[] ids)
    {
        var answer = await SearchAsync(new SearchQuery { Text = text });

        Assert.Equal(ids, answer.Hits.Select(hit => hit.Id).Order());
        Assert.Equal(ids.Length, answer.Total);
        Assert.False(answer.Relaxed);
    }

    [Fact]
    public async Task Text_is_relaxed_only_when_nothing_has_all_words()
    {
        var answer = await SearchAsync(new SearchQuery { Text = "河长 养老" });

        Assert.True(answer.Relaxed);
        Assert.Equal(["river-1", "social-2"], answer.Hits.Select(hit => hit.Id).Order());
        Assert.Equal(2, answer.Total);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("a\\ AND (b OR *) && || ! ^2 ~ [x TO y] {z} /r/ : +")]
    [InlineData("'; eq 'x' or 1 eq 1")]
    [InlineData("-")]
    [InlineData("--- \"\" “")]
    [InlineData("\uD800 税务 \u0000")]
    public async Task Nothing_typed_is_an_error(string text)
    {
        var answer = await SearchAsync(new SearchQuery { Text = text, Highlight = true, Facets = ["kind"] });

        Assert.InRange(answer.Total, 0, ContractCorpus.Documents.Count);
    }

    [Fact]
    public async Task Values_of_a_filter_are_alternatives_and_filters_all_have_to_hold()
    {
        var answer = await SearchAsync(new SearchQuery { Filters = [new("region", ["4401", "4403"]), new("kind", ["product"])] });

        Assert.Equal(["tax-1", "tax-2"], answer.Hits.Select(hit => hit.Id).Order());
        Assert.Equal(0, (await SearchAsync(new SearchQuery { Filters = [new("kind", [])] })).Total);
        Assert.Equal(0, (await SearchAsync(new SearchQuery { Filters = [new("kind", ["it's"])] })).Total);
    }

    [Fact]
    public async Task A_selection_does_not_narrow_the_counts_of_its_own_field()
    {
        var answer = await SearchAsync(new SearchQuery { Filters = [new("kind", ["product"])], Facets = ["kind", "region"] });

        Assert.Equal(3, answer.Total);
        Assert.Equal([new("product", 3), new("case", 3), new("capability", 2)], answer.Facets[0].Values.OrderByDescending(count => count.Count)
            .ThenByDescending(count => count.Value));
        Assert.Equal([new FacetCount("44", 3), new FacetCount("4401", 1), new FacetCount("4403", 1)], answer.Facets[1].Values);
    }

    [Fact]
    public async Task A_permission_narrows_the_counts_of_its_own_field_too()
    {
        var answer = await SearchAsync(new SearchQuery { Filters = [new("kind", ["product"]) { Required = true }], Facets = ["kind"] });

        Assert.Equal([new FacetCount("product", 3)], answer.Facets[0].Values);
    }

    [Theory]
    [InlineData(SearchSort.Attention, new[] { "tax-1", "permit-1" })]
    [InlineData(SearchSort.Newest, new[] { "permit-2", "permit-1", "river-2", "river-1", "social-2", "social-1", "tax-2", "tax-1" })]
    [InlineData(SearchSort.Relevance, new[] { "permit-2", "permit-1", "river-2", "river-1", "social-2", "social-1", "tax-2", "tax-1" })]
    [InlineData(SearchSort.Name, new[] { "permit-2", "tax-1", "permit-1", "river-1", "social-1", "river-2", "tax-2", "social-2" })]
    public async Task Hits_come_in_the_order_asked(SearchSort sort, string[] first)
    {
        var answer = await SearchAsync(new SearchQuery { Sort = sort });

        Assert.Equal(first, answer.Hits.Take(first.Length).Select(hit => hit.Id));
    }

    [Theory]
    [InlineData(SearchSort.Relevance, "办")]
    [InlineData(SearchSort.Relevance, null)]
    [InlineData(SearchSort.Attention, null)]
    [InlineData(SearchSort.Newest, "4")]
    [InlineData(SearchSort.Name, null)]
    public async Task Pages_join_up_to_the_whole_answer(SearchSort sort, string? text)
    {
        var query = new SearchQuery { Text = text, Sort = sort, Facets = ["kind"] };
        var whole = await SearchAsync(query);
        var ids = new List<string>();
        var page = await SearchAsync(query with { Limit = 3 });
        for (; ; page = await SearchAsync(query with { Limit = 3, Continuation = page.Continuation }))
        {
            ids.AddRange(page.Hits.Select(hit => hit.Id));
            Assert.Equal(whole.Total, page.Total);
            Assert.Equal(whole.Facets[0].Values, page.Facets[0].Values);
            if (page.Continuation is null)
            {
                break;
            }
        }

        Assert.Equal(whole.Hits.Select(hit => hit.Id), ids);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("eyJhIjoxfQ")]
    public async Task A_foreign_continuation_is_refused(string continuation) =>
        await Assert.ThrowsAsync<FormatException>(async () => await SearchAsync(new SearchQuery { Sort = SearchSort.Name, Continuation = continuation }));

    [Fact]
    public async Task Only_what_was_updated_since_then_is_found()
    {
        var answer = await SearchAsync(new SearchQuery { UpdatedSince = ContractCorpus.Start.AddDays(8) });

        Assert.Equal(["permit-1", "permit-2"], answer.Hits.Select(hit => hit.Id).Order());
    }

    [Fact]
    public async Task A_hit_has_the_stored_bytes_and_says_where_it_matched()
    {
        var hit = Assert.Single((await SearchAsync(new SearchQuery { Text = "河长", Highlight = true })).Hits);

        Assert.Equal("{\"id\":\"river-1\"}", Encoding.UTF8.GetString(hit.Stored.Span));
        Assert.Equal("<em>河长</em>制巡查应用", hit.Highlights?.Name?.ToHtml());
        Assert.True(hit.Score > 0);
    }

    [Fact]
    public async Task Suggestions_begin_with_what_was_typed_or_contain_it()
    {
        var suggestions = await Index.SuggestAsync(new SuggestQuery("登记", 10, []), Cancelled);
        Assert.Equal(["不动产登记"], suggestions.Select(suggestion => suggestion.Text));
        Assert.Equal(("name", "permit-2"), (suggestions[0].Type, suggestions[0].DocumentId));
        Assert.Contains(suggestions[0].Keywords, field => field.Name == "kind" && field.Values.SequenceEqual(["case"]));

        var both = await Index.SuggestAsync(new SuggestQuery("税务", 10, []), Cancelled);
        Assert.Equal(["税务风险预警系统", "电子税务申报平台"], both.Select(suggestion => suggestion.Text));

        var shared = Assert.Single(await Index.SuggestAsync(new SuggestQuery("粤数", 10, []), Cancelled));
        Assert.Equal(("粤数科技", "vendor", null), (shared.Text, shared.Type, shared.DocumentId));
        Assert.Empty(await Index.SuggestAsync(new SuggestQuery("粤数", 10, [new("kind", ["case"])]), Cancelled));
        Assert.Empty(await Index.SuggestAsync(new SuggestQuery(" ", 10, []), Cancelled));
    }

    [Fact]
    public async Task Similar_documents_share_words_and_leave_out_the_document_itself()
    {
        var similar = await Index.SimilarAsync("tax-1", 3, [], Cancelled);

        Assert.Contains("tax-2", similar.Select(hit => hit.Id));
        Assert.DoesNotContain("tax-1", similar.Select(hit => hit.Id));
        Assert.Empty(await Index.SimilarAsync("unknown", 3, [], Cancelled));
    }

    private async Task<SearchAnswer> SearchAsync(SearchQuery query) => await Index.SearchAsync(query, Cancelled);
}
