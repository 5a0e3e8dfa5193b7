using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Messages that come twice, late or for nothing, and processes that die while they check.</summary>
public sealed class CheckingFaultTests(ClockedApp clocked) : IClassFixture<ClockedApp>
{
    private TestApp App => clocked.App;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_comes_twice_is_acted_on_once()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        var before = await App.StoredAsync(draft);
        await App.CheckAsync(draft);
        await App.CheckAsync(draft, deliveries: 5);
        Assert.Equal(before.Revision, (await App.StoredAsync(draft)).Revision);
        Assert.Equal("Done", (await App.RowsAsync(draft.ListingId, "event-")).Single(row => row.GetString("Type") == SubmissionStore.Submitted.Code)
            .GetString("State"));
    }

    [Fact]
    public async Task Checks_that_died_in_the_middle_begin_anew()
    {
        var draft = await GivenAsync(LifecycleState.Checking);
        await App.CheckAsync(draft, deliveries: 2);
        Assert.Equal([LifecycleAction.Save, LifecycleAction.Submit, LifecycleAction.StartChecks, LifecycleAction.PassChecks],
            (await App.StoredAsync(draft)).History.Select(step => step.Action));
    }

    [Fact]
    public async Task Who_died_after_the_last_commit_has_the_views_told_by_the_next_delivery()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        await App.Projected();
        var events = App.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(ChangeEvents.Queue);
        Assert.Equal(0, (await events.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount);
        await App.CheckAsync(draft, deliveries: 2);
        Assert.Equal(1, (await events.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_for_a_commit_that_never_happened_is_given_up_and_the_commit_can_never_come()
    {
        var draft = await App.GivenDraftAsync();
        var item = new OutboxItem(draft.ListingId, EventIds.New());
        var waiting = App.Services.GetRequiredService<CheckSubmission>()
            .RunAsync(new QueueDelivery(SubmissionStore.Submitted.Write(new([item])), 1, "tests"), Stop);
        clocked.Time.Advance(TimeSpan.FromSeconds(26));
        await waiting;
        Assert.Equal("Cancelled", Assert.Single(await App.RowsAsync(draft.ListingId, $"event-{item.EventId}")).GetString("State"));
        Assert.Equal("draft", await draft.StateAsync());
    }

    [Fact]
    public async Task A_message_that_is_late_checks_what_stands_now()
    {
        var draft = await GivenAsync(LifecycleState.Submitted);
        var late = await App.MessageOfAsync(draft);
        (await draft.RecallAsync()).Expect(200);
        (await draft.SubmitAsync()).Expect(202);
        await App.Services.GetRequiredService<CheckSubmission>().RunAsync(new QueueDelivery(late, 1, "tests"), Stop);
        Assert.Equal((LifecycleState.InReview, 2), ((await App.StoredAsync(draft)).State, (await App.StoredAsync(draft)).Version));
        await App.CheckAsync(draft);
        Assert.Single((await App.StoredAsync(draft)).History, step => step.Action is LifecycleAction.PassChecks);
    }

    [Fact]
    public async Task A_result_of_checks_that_were_begun_anew_meanwhile_does_not_count()
    {
        var draft = await GivenAsync(LifecycleState.Submitted);
        var late = await HeldAsync(draft, async () =>
        {
            Assert.True(await App.Services.GetRequiredService<RecheckSubmissions>().RunAsync(draft.ListingId, Anybody, Stop));
            await App.StartChecksAsync(draft);
        });
        await late;
        Assert.Equal(LifecycleState.Checking, (await App.StoredAsync(draft)).State);
        await App.CheckAsync(draft);
        Assert.Equal(LifecycleState.InReview, (await App.StoredAsync(draft)).State);
    }

    [Fact]
    public async Task A_result_for_what_was_taken_back_while_it_was_checked_changes_nothing()
    {
        var draft = await GivenAsync(LifecycleState.Submitted);
        var late = await HeldAsync(draft, async () =>
        {
            await draft.RefreshAsync();
            (await draft.SubmitAsync()).ExpectProblem(409, "wrongState", "state:wrongState");
            (await draft.RecallAsync()).Expect(200);
        });
        await late;
        Assert.Equal(("draft", draft.Tag), (await draft.StateAsync(), (await draft.ReadAsync()).Header("ETag")));
    }

    [Theory]
    [InlineData(LifecycleState.Draft, false)]
    [InlineData(LifecycleState.Submitted, true)]
    [InlineData(LifecycleState.Checking, true)]
    [InlineData(LifecycleState.InReview, true)]
    [InlineData(LifecycleState.ChangesRequested, false)]
    [InlineData(LifecycleState.Rejected, false)]
    [InlineData(LifecycleState.Published, false)]
    [InlineData(LifecycleState.Discarded, false)]
    public async Task An_operator_has_checked_anew_what_waits_and_nothing_else(LifecycleState state, bool isChecked)
    {
        var draft = await GivenAsync(state);
        Assert.Equal(isChecked, await App.Services.GetRequiredService<RecheckSubmissions>().RunAsync(draft.ListingId, Anybody, Stop));
        Assert.Equal(isChecked ? LifecycleState.Submitted : state, (await App.StoredAsync(draft)).State);
        if (!isChecked)
        {
            return;
        }

        await App.CheckAsync(draft);
        Assert.Equal((LifecycleState.InReview, 1), ((await App.StoredAsync(draft)).State, (await App.StoredAsync(draft)).Version));
    }

    [Fact]
    public async Task The_last_failure_is_said_where_owner_and_reviewers_see_it()
    {
        var draft = await GivenAsync(LifecycleState.Submitted);
        for (var delivery = 1; delivery < QueueDelivery.MaxTries; delivery++)
        {
            await App.FailChecksAsync(draft, delivery);
        }

        Assert.Null((await App.StoredAsync(draft)).Stuck);
        await App.FailChecksAsync(draft, QueueDelivery.MaxTries);
        await App.Projected();

        Assert.Equal("checksFailed", (await draft.ReadAsync()).Json.Text("stuck"));
        Assert.Equal("checksFailed", (await draft.ReviewAsync(Actor.Reviewer)).Expect(200).Json.Text("stuck"));
        Assert.Equal("checksFailed", (await ListedAsync(draft)).Text("stuck"));
        await App.CheckAsync(draft);
        Assert.Equal((LifecycleState.InReview, null), ((await App.StoredAsync(draft)).State, (await App.StoredAsync(draft)).Stuck));
    }

    [Fact]
    public async Task What_is_checked_for_more_than_ten_minutes_is_flagged_once()
    {
        var draft = await GivenAsync(LifecycleState.Submitted);
        await App.StartChecksAsync(draft);
        await ShownAsync(draft);
        clocked.Time.Advance(TimeSpan.FromMinutes(9));
        await App.RunTimerAsync("FlagOverdue");
        Assert.Null((await App.StoredAsync(draft)).Stuck);
        clocked.Time.Advance(TimeSpan.FromMinutes(2));
        await App.RunTimerAsync("FlagOverdue");
        var flagged = await App.StoredAsync(draft);
        Assert.Equal("checksLate", flagged.Stuck);
        await App.RunTimerAsync("FlagOverdue");
        Assert.Equal(flagged.Revision, (await App.StoredAsync(draft)).Revision);
        await App.Projected();
        Assert.Equal("checksLate", (await ListedAsync(draft)).Text("stuck"));
    }

    private AuditContext Anybody => AuditContext.System("tests", clocked.Time.GetUtcNow());

    /// <summary>Checks, and lets something happen in the middle of it; gives the rest of the checks.</summary>
    private async Task<Task> HeldAsync(Drafted draft, Func<Task> meanwhile)
    {
        var hold = clocked.Held.Next(draft.ListingId);
        var checks = App.CheckAsync(draft);
        await hold.Begun.Task.WaitAsync(TimeSpan.FromMinutes(3), Stop);
        await meanwhile();
        hold.Released.SetResult();
        return checks;
    }

    private async Task<Drafted> GivenAsync(LifecycleState state) => (await App.GivenAsync("product", state))[0];

    private Task ShownAsync(Drafted draft) =>
        App.Services.GetRequiredService<Functions.Submissions.ReadModels.SubmissionLists>().CatchUpAsync([$"listings/{draft.ListingId}"], Stop);

    private async Task<System.Text.Json.JsonElement> ListedAsync(Drafted draft) =>
        (await App.As(Actor.Reviewer).GetAsync("/api/reviews?limit=100")).Expect(200)["items"].EnumerateArray().Single(item => item.Text("id") == draft.Id);
}
