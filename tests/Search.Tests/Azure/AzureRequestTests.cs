using System.Text.Json;
using Azure;
using Azure.Search.Documents;
using Azure.Search.Documents.Indexes;
using Marketplace.Search.Azure;
using Marketplace.Search.Store;
using Marketplace.Search.Tests.Contract;
using Marketplace.Search.Tests.Store;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Azure;

/// <summary>The requests that are sent to the service, which is not there: what they are answered is in the test.</summary>
public sealed class AzureRequestTests
{
    private static readonly AzureSearchOptions Options =
        new() { Endpoint = new Uri("https://search.invalid"), IndexName = "entries", KeywordFields = ["region", "kind"] };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_that_ignore_their_own_selection_are_asked_for_one_by_one()
    {
        var transport = new RecordingTransport((_, _) =>
            """{"@odata.count":1,"@search.facets":{"k_kind":[{"value":"case","count":2},{"value":"product","count":5}],"k_region":[]},"value":[]}""");
        var query = new SearchQuery { Text = "税务", Filters = [new("kind", ["case"])], Facets = ["region", "kind"], Limit = 0 };

        var answer = await new AzureSearcher(Client(transport), TimeProvider.System).SearchAsync(query, Cancelled);

        Assert.Equal(["region", "kind"], answer.Facets.Select(facet => facet.Field));
        Assert.Equal([new FacetCount("product", 5), new FacetCount("case", 2)], answer.Facets[1].Values);
        Assert.Equal(
            ["gone eq false", "gone eq false and k_kind/any(v: v eq 'case')"],
            transport.Sent.Select(request => request.Body.GetProperty("filter").GetString()).Order());
        Assert.All(transport.Sent, request => Assert.Equal("+\"税务\"", request.Body.GetProperty("search").GetString()));
        Assert.All(transport.Sent, request => Assert.EndsWith(",count:0", request.Body.GetProperty("facets")[0].GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_that_finds_nothing_is_asked_again_relaxed()
    {
        var transport = new RecordingTransport((_, body) => body.GetProperty("search").GetString()!.StartsWith('+')
            ? """{"@odata.count":0,"value":[]}"""
            : """{"@odata.count":1,"value":[{"@search.score":1.5,"id":"a","tie":"0:a","name":"名","stored":"e30="}]}""");

        var answer = await new AzureSearcher(Client(transport), TimeProvider.System).SearchAsync(new SearchQuery { Text = "河长 养老" }, Cancelled);

        Assert.True(answer.Relaxed);
        Assert.Equal(("a", 1.5, 1L, null), (answer.Hits[0].Id, answer.Hits[0].Score, answer.Total, answer.Continuation));
    }

    [Fact]
    public async Task A_later_page_goes_on_after_the_last_hit_while_its_total_stays_whole()
    {
        var transport = new RecordingTransport((_, _) =>
            """{"@odata.count":9,"value":[{"@search.score":1,"id":"a","tie":"0:a","name":"甲","attention":2.5,"stored":""},{"@search.score":1,"id":"b","tie":"1:b","name":"乙","attention":2.0,"stored":""}]}""");
        var searcher = new AzureSearcher(Client(transport), TimeProvider.System);
        var query = new SearchQuery { Sort = SearchSort.Attention, Limit = 1 };

        var first = await searcher.SearchAsync(query, Cancelled);
        var second = await searcher.SearchAsync(query with { Continuation = first.Continuation }, Cancelled);

        Assert.Equal((9, 9), (first.Total, second.Total));
        var filters = transport.Sent.Select(request => request.Body.GetProperty("filter").GetString()).ToList();
        Assert.Single(filters, "gone eq false and (attention lt 2.5 or (attention eq 2.5 and tie gt '0:a'))");
        Assert.Equal(3, filters.Count(filter => filter == "gone eq false"));
    }

    [Fact]
    public async Task Entries_are_written_as_they_are_and_what_is_gone_leaves_a_tombstone()
    {
        await using var locks = await TestIndex.CreateAsync();
        var transport = new RecordingTransport((path, _) =>
            path.Contains("docs", StringComparison.Ordinal) ? """{"value":[]}""" : """{"name":"entries","fields":[]}""");
        var service = new SearchIndexClient(Options.Endpoint, new AzureKeyCredential("k"), new SearchClientOptions { Transport = transport });
        var writer = new AzureWriter(service, Client(transport), Options, new IndexBlobs(locks.Container), new IndexStoreOptions(), TimeProvider.System);
        var request = WriteRequest.Load(
            ["tax-1", "gone"], (_, _) => Task.FromResult<IReadOnlyList<IndexChange>>([new Upsert(ContractCorpus.Documents[0])]), 10);

        var result = await writer.CommitAsync([request], Cancelled);

        Assert.Equal(["gone", "tax-1"], result.Applied.Order());
        var actions = transport.Sent[^1].Body.GetProperty("value").EnumerateArray().ToDictionary(action => action.GetProperty("id").GetString()!);
        Assert.Equal("upload", actions["tax-1"].GetProperty("@search.action").GetString());
        Assert.Equal(["44", "4401"], actions["tax-1"].GetProperty("k_region").EnumerateArray().Select(value => value.GetString()));
        Assert.True(actions["gone"].GetProperty("gone").GetBoolean());
        Assert.False(actions["gone"].TryGetProperty("name", out _));
    }

    [Fact]
    public async Task What_was_read_too_long_ago_is_not_sent()
    {
        await using var locks = await TestIndex.CreateAsync();
        var transport = new RecordingTransport((_, _) => """{"name":"entries","fields":[]}""");
        var service = new SearchIndexClient(Options.Endpoint, new AzureKeyCredential("k"), new SearchClientOptions { Transport = transport });
        var time = FakeTimeProvider.Running();
        var writer = new AzureWriter(service, Client(transport), Options, new IndexBlobs(locks.Container), new IndexStoreOptions(), time);
        var request = WriteRequest.Load(["a"], (_, _) =>
            { time.Advance(TimeSpan.FromSeconds(31)); return Task.FromResult<IReadOnlyList<IndexChange>>([]); }, 10);

        await Assert.ThrowsAsync<IndexBusyException>(() => writer.CommitAsync([request], Cancelled));
        Assert.Single(transport.Sent);
    }

    [Fact]
    public void The_definition_names_every_field_that_is_written_and_only_analyzers_it_has()
    {
        var index = AzureIndexDefinition.Create(Options);
        var written = AzureDocuments.From(ContractCorpus.Documents[0], Options.KeywordFields, default).Keys;
        var analyzers = index.Analyzers.Select(analyzer => analyzer.Name).ToHashSet();

        Assert.Equal(index.Fields.Select(field => field.Name).Order(), written.Order());
        Assert.All(index.Fields.Where(field => field.IndexAnalyzerName is not null), field =>
            Assert.Contains(field.IndexAnalyzerName.ToString()!, (IReadOnlySet<string>)analyzers));
        Assert.All(index.Fields.Where(field => field.SearchAnalyzerName is not null), field =>
            Assert.Contains(field.SearchAnalyzerName.ToString()!, (IReadOnlySet<string>)analyzers));
        Assert.All(index.Fields, field => Assert.NotNull(field.IsSearchable & field.IsFilterable & field.IsSortable & field.IsFacetable));
        Assert.All(index.Fields, field => Assert.Matches("^[a-zA-Z][a-zA-Z0-9_]*$", field.Name));
    }

    private static SearchClient Client(RecordingTransport transport) =>
        new(Options.Endpoint, Options.IndexName, new AzureKeyCredential("k"), new SearchClientOptions { Transport = transport });
}
