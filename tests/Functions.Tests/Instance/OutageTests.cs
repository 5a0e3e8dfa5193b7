using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>Storage goes away and comes back: what needs only the index goes on, all else says so, and nobody has to do anything.</summary>
public sealed class OutageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_go_on_while_storage_is_away_and_all_recovers_by_itself()
    {
        using var data = new TemporaryFolder();
        await using var app = await TestApp.StartAsync(new TestAppOptions { DataFolder = data.Path });
        var id = (await app.Given(Entry.Case("a"), Entry.Product("b")))[0];
        var (caller, reviewer, importer) = (app.As(Actor.Anonymous), app.As(Actor.Reviewer), app.As(Actor.Operator));
        Assert.Equal("healthy", (await caller.GetAsync("/api/health")).Expect(200).Json.Text("status"));

        await app.Azurite.KillAsync();
        Assert.Equal(2, (await caller.GetAsync("/api/listings?facets=kind")).Expect(200).Total);
        (await caller.GetAsync("/api/listings/suggest?q=%E5%8A%9E")).Expect(200);
        (await caller.GetAsync("/api/reference/themes")).Expect(200);
        Assert.Equal(2, (await app.As(Actor.GovUser).GetAsync("/api/listings/export?format=json")).Expect(200).Json.GetArrayLength());
        ExpectAway(await caller.GetAsync($"/api/listings/{id}"));
        ExpectAway(await caller.GetAsync($"/api/listings/{id}/versions"));
        ExpectAway(await reviewer.MoveAsync(id, "suspend"));
        ExpectAway(await importer.ImportAsync(Entry.Case("c").ToJsonString()));
        var health = await Eventually.ResultAsync(() => caller.GetAsync("/api/health"), answer => answer.Status == 503, Stop);
        Assert.Equal("unhealthy", health["checks"].GetProperty("storage").Text("status"));

        await app.Azurite.RestartAsync(Stop);
        await Eventually.TrueAsync(async () => (await caller.GetAsync("/api/health")).Status == 200, Stop);
        (await caller.GetAsync($"/api/listings/{id}")).Expect(200);
        await app.Given(Entry.Case("c"));
        Assert.Equal(3, (await caller.GetAsync("/api/listings")).Total);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task An_app_that_starts_without_storage_says_so_and_serves_when_it_comes()
    {
        using var data = new TemporaryFolder();
        await using var app = await TestApp.StartAsync(new TestAppOptions { DataFolder = data.Path, StartsWithoutStorage = true });
        var caller = app.As(Actor.Anonymous);
        (await caller.GetAsync("/api/reference/themes")).Expect(200);
        ExpectAway(await caller.GetAsync("/api/listings"));
        ExpectAway(await caller.GetAsync("/api/listings/suggest?q=a"));
        ExpectAway(await app.As(Actor.GovUser).GetAsync("/api/listings/export"));
        Assert.Equal(503, (await caller.GetAsync("/api/health")).Status);

        await app.Azurite.RestartAsync(Stop);
        await Eventually.TrueAsync(async () => (await caller.GetAsync("/api/listings")).Status == 200, Stop);
        await Eventually.TrueAsync(async () => (await app.As(Actor.Operator).ImportAsync(Entry.Case("a").ToJsonString())).Status == 200, Stop);
        await app.Indexed();
        Assert.Equal(1, (await caller.GetAsync("/api/listings")).Total);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_request_that_comes_before_the_tables_are_made_is_told_to_come_again()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { MakesTables = false });
        ExpectAway(await app.As(Actor.Anonymous).GetAsync($"/api/listings/{new string('a', 26)}"));
        ExpectAway(await app.As(Actor.Operator).ImportAsync(Entry.Case().ToJsonString()));
        ExpectAway(await app.As(Actor.Operator).SendAsync("POST", "/api/operations/index/rebuild", null));
        Assert.Empty(app.Errors);
    }

    private static void ExpectAway(Reply answer)
    {
        answer.ExpectProblem(503, "unavailable");
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }
}
