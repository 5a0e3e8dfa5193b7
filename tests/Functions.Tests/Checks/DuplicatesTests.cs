using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>Likely duplicates and links, against entries that the app holds.</summary>
public sealed class DuplicatesTests : IAsyncLifetime
{
    private const string Story = "各部门事项要素口径不一，同一事项在不同县区的材料和时限常有出入，办事指南更新往往滞后。本软件以事项为主线，提供要素录入、情形拆分、材料归并、多级审核和版本比对功能，对照上级目录检查缺项和冲突。";

    private readonly OpenTexts _open = new();
    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _app = await TestApp.StartAsync(new TestAppOptions { Adjust = services => services.AddSingleton<IOpenTexts>(_open) });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_copy_of_a_published_entry_is_told_of_until_that_is_hidden()
    {
        var id = await GivenAsync(Product(Story), "one");
        var found = Assert.Single(await DuplicatesAsync("other", Product(Story + "另有一句。")));
        Assert.Equal((id, false, FindingSeverity.Warning), (found.Likeness!.ListingId, found.ReviewersOnly, found.Severity));
        Assert.InRange(found.Likeness.Score, 0.9, 1);
        Assert.Contains(found.Likeness.Passages, passage => passage is { Field: "description", OtherField: "description", Range.Length: > 60 });

        Assert.Empty(await DuplicatesAsync(id, Product(Story)));

        (await _app.As(Actor.Reviewer).MoveAsync(id, "suspend")).Expect(200);
        await ProjectAsync();
        Assert.Empty(await DuplicatesAsync("other", Product(Story)));
        Assert.Empty(await SharingAsync(Product(Story)));
    }

    [Fact]
    public async Task A_copy_of_an_open_submission_is_told_to_reviewers_only()
    {
        var id = await GivenAsync(Product("完全是另一回事，讲的是停车泊位的统一登记和错时共享。"), "two");
        _open.Texts[id] = Product(Story);
        await CatchUpAsync(id);
        var found = Assert.Single(await DuplicatesAsync("other", Product(Story)));
        Assert.Equal((id, true), (found.Likeness!.ListingId, found.ReviewersOnly));
    }

    [Theory]
    [InlineData("product", true)]
    [InlineData("case", false)]
    public async Task An_entry_for_the_government_alone_is_hidden_from_vendors(string kind, bool isHidden)
    {
        var line = Entry.Case("three").With("description", Story).With("practices", Story).With("audience", "government");
        await _app.Given(line);
        await ProjectAsync();
        var copy = kind == "case" ? RuleBook.Content(Entry.Case().With("description", Story).With("practices", Story))
            : Product(Story) with { ServiceContent = Story };
        Assert.Equal(isHidden, Assert.Single(await DuplicatesAsync("other", copy)).ReviewersOnly);
    }

    [Fact]
    public async Task Bands_of_what_an_entry_no_longer_says_are_dropped_when_seen()
    {
        var id = await GivenAsync(Product(Story), "four");
        await GivenAsync(Product("如今只讲停车泊位的统一登记和错时共享，与从前毫不相干。"), "four");
        Assert.NotEmpty(await SharingAsync(Product(Story)));

        Assert.Empty(await DuplicatesAsync("other", Product(Story)));

        var left = await SharingAsync(Product(Story));
        var present = ComparedListing.Of(await ContentAsync(id)).Bands();
        Assert.Subset(present.ToHashSet(), left.ToHashSet());
    }

    [Fact]
    public async Task A_row_names_no_more_entries_than_it_may_and_keeps_the_newest()
    {
        var store = _app.Services.GetRequiredService<FingerprintStore>();
        var band = BandKey.OfWhole(0, 1);
        for (var i = 0; i < FingerprintStore.MaxIds + 3; i++)
        {
            await store.ChangeAsync($"id{i}", new HashSet<BandKey> { band }, new HashSet<BandKey>(), Stop);
        }

        await store.ChangeAsync("id5", new HashSet<BandKey> { band }, new HashSet<BandKey>(), Stop);
        var ids = (await store.ReadAsync([band], Stop))[0];
        Assert.Equal(Enumerable.Range(3, FingerprintStore.MaxIds).Select(i => $"id{i}"), ids);
    }

    [Fact]
    public async Task Many_at_once_lose_nobody_in_one_row()
    {
        var store = _app.Services.GetRequiredService<FingerprintStore>();
        var band = BandKey.OfWhole(0, 2);
        await Parallel.ForAsync(0, 20, Stop, async (i, stop) => await store.ChangeAsync($"id{i}", new HashSet<BandKey> { band }, new HashSet<BandKey>(), stop));
        Assert.Equal(20, (await store.ReadAsync([band], Stop))[0].Distinct().Count());
    }

    [Fact]
    public async Task Links_must_lead_to_visible_entries_of_the_other_kind()
    {
        var ids = await _app.Given(Entry.Product("five"), Entry.Case("six"), Entry.Case("seven"));
        (await _app.As(Actor.Reviewer).MoveAsync(ids[2], "suspend")).Expect(200);
        var content = (ProductContent)Product(Story) with { LinkedListings = [ids[1], ids[0], ids[2], "nonsense"] };
        var found = (await RunAsync("other", content)).Where(finding => finding.Field.StartsWith("linked", StringComparison.Ordinal))
            .Select(finding => $"{finding.Field}:{finding.Code}");
        Assert.Equal(["linkedListings[1]:linkWrongKind", "linkedListings[2]:linkUnknown", "linkedListings[3]:linkUnknown"], found);
    }

    [Fact]
    public async Task What_is_missing_is_found_with_the_codes_and_texts_of_field_errors()
    {
        var finding = Assert.Single(await RunAsync("other", (ProductContent)Product(Story) with { ServiceContent = null }), finding =>
            finding.Field == "serviceContent");
        Assert.Equal(("required", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Equal("必须填写", _app.Services.GetRequiredService<FindingTexts>().Say(finding, Marketplace.Hosting.ProblemDetails.Language.Chinese));
    }

    private static ProductContent Product(string description) =>
        (ProductContent)RuleBook.Content(Entry.Product().With("description", description).With("summary", "一句话。").With("name", "事项软件"));

    /// <summary>Publishes an entry that says this, and lets the fingerprints follow.</summary>
    private async Task<string> GivenAsync(ProductContent content, string externalId)
    {
        var ids = await _app.Given(Entry.Product(externalId).With("description", content.Description).With("summary", "一句话。").With("name", "事项软件"));
        await ProjectAsync();
        return ids[0];
    }

    private async Task ProjectAsync()
    {
        await _app.Indexed();
        await _app.Projected();
    }

    private Task CatchUpAsync(string id) =>
        _app.Services.GetServices<Functions.Events.IProjection>().Single(one => one.Name == "fingerprints").CatchUpAsync([$"listings/{id}"], Stop);

    private async Task<ListingContent> ContentAsync(string id) =>
        (await _app.Services.GetRequiredService<Functions.Listings.State.ListingStore>().ReadAsync(id, Stop))!.State.Content;

    /// <summary>The entry's bands under which anything is filed.</summary>
    private async Task<IReadOnlyList<BandKey>> SharingAsync(ListingContent content)
    {
        var bands = ComparedListing.Of(content).Bands();
        var rows = await _app.Services.GetRequiredService<FingerprintStore>().ReadAsync(bands, Stop);
        return [.. bands.Where((_, i) => rows[i].Count > 0)];
    }

    private async Task<IReadOnlyList<Finding>> DuplicatesAsync(string id, ListingContent content) =>
        [.. (await RunAsync(id, content)).Where(finding => finding.Code == "likelyDuplicate")];

    private async Task<IReadOnlyList<Finding>> RunAsync(string id, ListingContent content)
    {
        var found = await _app.Services.GetRequiredService<CheckRunner>().RunAsync(new CheckSubject(id, $"{id}-1", content, []), Stop);
        Assert.DoesNotContain(found, finding => finding.Code == "checkUnavailable");
        return found;
    }

    private sealed class OpenTexts : IOpenTexts
    {
        public Dictionary<string, ListingContent> Texts { get; } = [];

        public Task<ListingContent?> ReadOpenAsync(string listingId, CancellationToken cancellationToken) =>
            Task.FromResult(Texts.GetValueOrDefault(listingId));
    }
}
