using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>What brings submissions to where a test begins.</summary>
internal static class Stages
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Who decided what is decided: not the reviewer of the tests, whose own decision would be found made.</summary>
    public static Actor Decider { get; } = Actor.Reviewer with { Department = "gd-transport" };

    /// <summary>Who submits a kind.</summary>
    public static Actor OwnerOf(string kind) => kind switch { "product" => Actor.Member, "case" => Actor.GovUser, _ => Actor.Operator };

    public static JsonObject ContentOf(string kind) => kind switch { "product" => Contents.Product(), "case" => Contents.Case(), _ => Contents.Capability() };

    public static Task<Drafted> GivenDraftAsync(this TestApp app, string kind = "product") => Drafted.OpenAsync(app, OwnerOf(kind), ContentOf(kind), kind);

    /// <summary>
    /// Several of a kind, brought to a state by their verbs; those in review are in the hands of <see cref="Actor.Reviewer"/> if a test says so.
    /// </summary>
    public static async Task<IReadOnlyList<Drafted>> GivenAsync(this TestApp app, string kind, LifecycleState state, int count = 1, bool areClaimed = false)
    {
        var drafts = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => app.GivenDraftAsync(kind)));
        if (state is LifecycleState.Draft)
        {
            return drafts;
        }

        if (state is LifecycleState.Discarded)
        {
            foreach (var draft in drafts)
            {
                (await draft.DiscardAsync()).Expect(204);
            }

            return drafts;
        }

        foreach (var draft in drafts)
        {
            (await draft.SubmitAsync()).Expect(202);
        }

        if (state is LifecycleState.Submitted)
        {
            return drafts;
        }

        if (state is LifecycleState.Checking)
        {
            foreach (var draft in drafts)
            {
                await app.StartChecksAsync(draft);
            }

            return drafts;
        }

        foreach (var draft in drafts)
        {
            await app.CheckAsync(draft);
            if (areClaimed)
            {
                (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
            }

            if (DecisionTo(state) is { } decision)
            {
                await draft.GivenDecidedAsync(Decider, decision);
            }
        }

        return drafts;
    }

    /// <summary>A published entry of a kind.</summary>
    public static async Task<Drafted> GivenPublishedAsync(this TestApp app, string kind = "product") =>
        (await app.GivenAsync(kind, LifecycleState.Published))[0];

    /// <summary>Leaves a submission where a process leaves it that dies while it checks.</summary>
    public static async Task StartChecksAsync(this TestApp app, Drafted draft)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var store = app.Services.GetRequiredService<SubmissionStore>();
        var before = (await store.ReadOpenAsync(draft.ListingId, Stop))!;
        var after = SubmissionRules.Move(before.State, LifecycleAction.StartChecks, now, null).Value!;
        var facts = AuditContext.System("tests", now).Of(SubmissionActions.CheckStarted);
        Assert.True(await store.TryCommitAsync(new(before, after, facts), Stop));
    }

    /// <summary>Delivers the message of the last hand-in, without waiting until its queue shows it; the queue's own delivery finds it done.</summary>
    public static async Task CheckAsync(this TestApp app, Drafted draft, int deliveries = 1, CancellationToken? stop = null) =>
        await app.Services.GetRequiredService<CheckSubmission>()
            .RunAsync(new QueueDelivery(await app.MessageOfAsync(draft), deliveries, "tests"), stop ?? Stop);

    /// <summary>A delivery whose time has run out before it began.</summary>
    public static async Task FailChecksAsync(this TestApp app, Drafted draft, int delivery)
    {
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.CheckAsync(draft, delivery, new CancellationToken(canceled: true)));
        var failed = new QueueDelivery(await app.MessageOfAsync(draft), delivery, "m");
        if (failed.IsLast)
        {
            await app.Services.GetRequiredService<CheckSubmission>().GiveUpAsync(failed, fault);
        }
    }

    /// <summary>The message of the last hand-in; of those not handled, where there are some.</summary>
    public static async Task<string> MessageOfAsync(this TestApp app, Drafted draft)
    {
        var events = (await app.RowsAsync(draft.ListingId, "event-")).Where(row => row.GetString("Type") == SubmissionStore.Submitted.Code);
        var last = events.MaxBy(row => (row.GetString("State") == "Pending", row.Timestamp))!;
        return SubmissionStore.Submitted.Write(new([new OutboxItem(draft.ListingId, last.RowKey["event-".Length..])]));
    }

    /// <summary>The submission's row as it is kept.</summary>
    public static async Task<Submission> StoredAsync(this TestApp app, Drafted draft) =>
        (await app.Services.GetRequiredService<SubmissionStore>().ReadAsync(SubmissionId.TryParse(draft.Id, out var id) ? id : default, Stop))!.State;

    /// <summary>Rows of a listing's partition whose keys begin so.</summary>
    public static async Task<IReadOnlyList<TableEntity>> RowsAsync(this TestApp app, string listingId, string prefix)
    {
        var rows = new List<TableEntity>();
        var table = app.Services.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.Type.Table);
        await foreach (var row in table.QueryAsync(TableFilter.RowKeyPrefix(listingId, prefix), cancellationToken: Stop))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static string? DecisionTo(LifecycleState state) => state switch
    {
        LifecycleState.Published => "publish",
        LifecycleState.ChangesRequested => "requestChanges",
        LifecycleState.Rejected => "reject",
        _ => null,
    };
}
