using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Reviews;

/// <summary>The reviewers' queue and what time does to it, over a weekend and the National Day holiday.</summary>
public sealed class WaitingTests(ClockedApp clocked) : IClassFixture<ClockedApp>
{
    private TestApp App => clocked.App;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_returns_to_the_pool_after_three_working_days_over_the_holiday()
    {
        clocked.Time.SetUtcNow(new DateTimeOffset(2026, 9, 29, 2, 0, 0, TimeSpan.Zero));
        var draft = await GivenShownAsync(LifecycleState.InReview, areClaimed: true);
        Assert.StartsWith("2026-10-09T02:00", (await draft.ReviewAsync(Actor.Reviewer))["claim"].Text("dueAt"), StringComparison.Ordinal);

        clocked.Time.SetUtcNow(new DateTimeOffset(2026, 10, 9, 1, 55, 0, TimeSpan.Zero));
        await App.RunTimerAsync("ReleaseClaims");
        Assert.NotNull((await App.StoredAsync(draft)).Claim);

        clocked.Time.SetUtcNow(new DateTimeOffset(2026, 10, 9, 2, 5, 0, TimeSpan.Zero));
        await App.RunTimerAsync("ReleaseClaims");
        var returned = await App.StoredAsync(draft);
        Assert.Equal((LifecycleState.InReview, null, "overdue"), (returned.State, returned.Claim, returned.History[^1].Reason));
        (await draft.DecideAsync(Actor.Reviewer, "publish")).ExpectProblem(409, "notClaimed");
        await App.RunTimerAsync("ReleaseClaims");
        Assert.Equal(returned.Revision, (await App.StoredAsync(draft)).Revision);
        clocked.Time.SetUtcNow(ClockedApp.Monday);
    }

    [Fact]
    public async Task What_waits_more_than_three_working_days_is_overdue_and_taking_it_in_hand_does_not_make_it_younger()
    {
        clocked.Time.SetUtcNow(ClockedApp.Monday);
        var draft = await GivenShownAsync(LifecycleState.InReview);
        Assert.False((await ItemAsync(draft)).GetProperty("overdue").GetBoolean());
        var since = (await ItemAsync(draft)).Text("since");

        clocked.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(1));
        (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
        await ShowAsync(draft);
        var item = await ItemAsync(draft);
        Assert.Equal((true, since, true),
            (item.GetProperty("overdue").GetBoolean(), item.Text("since"), item.GetProperty("claim").GetProperty("mine").GetBoolean()));
        Assert.Contains(draft.Id, (await ListAsync("overdue=true")).Ids);
        var waiting = (await ListAsync(""))["waiting"].EnumerateArray().Single(count => count.Text("state") == "inReview");
        Assert.True(waiting.GetProperty("overdue").GetInt32() >= 1);
        Assert.True(waiting.GetProperty("oldest").GetDateTimeOffset() <= item.GetProperty("since").GetDateTimeOffset());
        clocked.Time.SetUtcNow(ClockedApp.Monday);
    }

    [Fact]
    public async Task Nothing_stays_in_the_queue_that_a_dying_writer_put_there_before_it_told_its_owners_list()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product(), "product");
        var table = App.Services.GetRequiredService<TableServiceClient>().GetTableClient(SubmissionLists.TableName);
        var ownersRow = await table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey ne {SummaryRows.Waiting} and Id eq {draft.Id}"),
            cancellationToken: Stop).SingleAsync(Stop);
        (await draft.SaveAsync(Contents.Product().With("region", "4408"))).Expect(200);
        (await draft.SubmitAsync()).Expect(202);
        await ShowAsync(draft);
        await table.UpsertEntityAsync(ownersRow, TableUpdateMode.Replace, Stop);
        Assert.Equal("submitted", (await ItemAsync(draft)).Text("state"));

        (await draft.RecallAsync()).Expect(200);
        await ShowAsync(draft);
        Assert.DoesNotContain(draft.Id, (await ListAsync("")).Ids);
    }

    [Fact]
    public async Task The_queue_knows_regions_filters_and_pages_and_its_totals_are_exact()
    {
        var region = "4407";
        var content = Contents.Product().With("region", region);
        var drafts = new List<Drafted>();
        for (var i = 0; i < 5; i++)
        {
            drafts.Add(await Drafted.OpenAsync(App, Actor.Member, i == 4 ? content.With("region", "440703") : content, "product"));
        }

        foreach (var draft in drafts)
        {
            (await draft.SubmitAsync()).Expect(202);
            await App.CheckAsync(draft);
        }

        var reviewer = Actor.Reviewer.In(region);
        (await drafts[0].ClaimAsync(reviewer)).Expect(200);
        (await drafts[1].ClaimAsync(Actor.Reviewer)).Expect(200);
        foreach (var draft in drafts)
        {
            await ShowAsync(draft);
        }

        await ExpectAsync(reviewer, "", drafts);
        await ExpectAsync(Actor.Reviewer, $"region={region}", drafts);
        await ExpectAsync(reviewer, "region=440703", [drafts[4]]);
        await ExpectAsync(Actor.Reviewer.In("440703"), "", [drafts[4]]);
        await ExpectAsync(reviewer, "claimedBy=me", [drafts[0]]);
        await ExpectAsync(reviewer, "claimedBy=others", [drafts[1]]);
        await ExpectAsync(reviewer, "claimedBy=nobody", drafts[2..]);
        await ExpectAsync(reviewer, "state=inReview&kind=product", drafts);
        await ExpectAsync(reviewer, "state=submitted", []);
        await ExpectAsync(reviewer, "kind=case", []);
        (await App.As(reviewer).GetAsync("/api/reviews?region=4401")).ExpectProblem(400, "invalid", "region:notAllowed");
        (await App.As(reviewer).GetAsync("/api/reviews?colour=red")).ExpectProblem(400, "invalid", "colour:unknownField");
        Assert.Empty(drafts.Select(draft => draft.Id).Intersect((await App.As(Actor.Reviewer.In("4403")).GetAsync("/api/reviews?limit=100")).Expect(200).Ids));
    }

    [Fact]
    public async Task Nobody_but_its_owner_sees_a_draft()
    {
        var draft = await App.GivenDraftAsync();
        await ShowAsync(draft);
        Assert.DoesNotContain(draft.Id, (await ListAsync("")).Ids);
        (await draft.ReviewAsync(Actor.Reviewer)).ExpectProblem(404, "notFound");
        foreach (var actor in new[] { Actor.GovUser, Actor.Operator, Actor.Member with { CreditCode = Actor.OtherVendor } })
        {
            (await App.As(actor).GetAsync($"/api/submissions/{draft.Id}")).ExpectProblem(404, "notFound");
            Assert.DoesNotContain(draft.Id, (await App.As(actor).GetAsync("/api/submissions?limit=100")).Expect(200).Ids);
        }

        (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}")).ExpectProblem(404, "notFound");
    }

    [Fact]
    public async Task A_rebuild_and_writers_that_race_end_at_the_same_lists()
    {
        var drafts = new List<Drafted>();
        foreach (var state in new[] { LifecycleState.Draft, LifecycleState.Submitted, LifecycleState.InReview, LifecycleState.Published,
            LifecycleState.Discarded })
        {
            drafts.Add(await GivenShownAsync(state));
        }

        await App.Projected();
        var live = await RowsAsync();

        var lists = App.Services.GetRequiredService<SubmissionLists>();
        var chains = drafts.Select(draft => $"listings/{draft.ListingId}").ToList();
        var moving = drafts[1].RecallAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lists.CatchUpAsync(chains, Stop)).Append(moving));
        (await moving).Expect(200);
        await App.Projected();
        Assert.DoesNotContain(drafts[1].Id, (await ListAsync("")).Ids);
        var raced = await RowsAsync();
        Assert.Equal(live.Count - 1, raced.Count);

        var table = App.Services.GetRequiredService<TableServiceClient>().GetTableClient(SubmissionLists.TableName);
        foreach (var (partition, row) in raced.Keys)
        {
            await table.DeleteEntityAsync(partition, row, Azure.ETag.All, Stop);
        }

        await App.Services.GetRequiredService<ChangeEvents>().RebuildAsync("submissions", "", Stop);
        await App.Projected();
        Assert.Equal(raced, await RowsAsync());
    }

    private async Task<Drafted> GivenShownAsync(LifecycleState state, bool areClaimed = false)
    {
        var draft = (await App.GivenAsync("product", state, areClaimed: areClaimed))[0];
        if (state is LifecycleState.Submitted)
        {
            await draft.RefreshAsync();
        }

        await ShowAsync(draft);
        return draft;
    }

    private Task ShowAsync(Drafted draft) => App.Services.GetRequiredService<SubmissionLists>().CatchUpAsync([$"listings/{draft.ListingId}"], Stop);

    private async Task<Reply> ListAsync(string query) => (await App.As(Actor.Reviewer).GetAsync($"/api/reviews?limit=100&{query}".TrimEnd('&'))).Expect(200);

    private async Task<JsonElement> ItemAsync(Drafted draft) => (await ListAsync(""))["items"].EnumerateArray().Single(item => item.Text("id") == draft.Id);

    /// <summary>Page by page, with the same total on each.</summary>
    private async Task ExpectAsync(Actor reviewer, string query, List<Drafted> expected)
    {
        var (seen, path) = (new List<string>(), $"/api/reviews?limit=2&{query}".TrimEnd('&'));
        for (var next = path; next.Length > 0;)
        {
            var page = (await App.As(reviewer).GetAsync(next)).Expect(200);
            Assert.Equal(expected.Count, page.Total);
            seen.AddRange(page.Ids);
            next = page.Json.TryGetProperty("nextCursor", out var cursor) ? $"{path}&cursor={cursor.GetString()}" : "";
        }

        Assert.Equal(expected.Select(draft => draft.Id), seen);
    }

    /// <summary>The lists as they are kept.</summary>
    private async Task<Dictionary<(string, string), string>> RowsAsync()
    {
        var rows = new Dictionary<(string, string), string>();
        await foreach (var row in App.Services.GetRequiredService<TableServiceClient>().GetTableClient(SubmissionLists.TableName)
            .QueryAsync(cancellationToken: Stop))
        {
            rows.Add((row.PartitionKey, row.RowKey), $"{row.GetString("Id")} {row.GetString("State")} {row.GetInt64("Revision")} {row.GetString("ClaimedBy")}");
        }

        return rows;
    }
}
