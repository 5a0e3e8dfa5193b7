using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Audit.Breaks;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Tests.App;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Audit;

public sealed class AuditBreaksTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cut_tail_is_found_told_at_once_and_stays_visible_when_acknowledged()
    {
        var time = FakeTimeProvider.Running();
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false, Time = time });
        var operators = app.As(Actor.Operator);
        var id = (await app.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case())))[0];
        (await app.As(Actor.Reviewer).MoveAsync(id, "suspend")).Expect(200);
        await app.Indexed();
        await app.Projected();
        await CutAsync(app, id);

        var found = (await operators.PostAsync("/api/operations/audit/verify", null)).Expect(200).Json;
        Assert.Equal(("broken", "notAsIndexed"), (found.Text("status"), found.GetProperty("broken").Text("reason")));
        Assert.Equal("degraded", await HealthAsync(app));
        Assert.Equal(["audit.broken"], await ToldAsync(operators));

        var open = (await operators.GetAsync("/api/operations/audit/breaks")).Expect(200)["items"][0];
        Assert.Equal(($"listings/{id}", 2), (open.Text("chain"), open.GetProperty("sequence").GetInt32()));
        (await operators.AcknowledgeBreakAsync(open.Text("id"), "")).ExpectProblem(400, "invalid", "reason:required");
        (await operators.AcknowledgeBreakAsync(open.Text("id"), "恢复备份时丢失")).Expect(200);

        var verified = (await operators.PostAsync("/api/operations/audit/verify", null)).Expect(200).Json;
        Assert.Equal("holds", verified.Text("status"));
        Assert.Equal($"listings/{id}", verified.GetProperty("acknowledged")[0].Text("chain"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("healthy", await HealthAsync(app));
        Assert.Equal("恢复备份时丢失", (await operators.GetAsync("/api/operations/audit/breaks")).Expect(200)["items"][0].Text("reason"));
        Assert.Equal(["audit.breakAcknowledged", "audit.broken"], (await ToldAsync(operators)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_acknowledgement_that_only_the_table_tells_of_counts_for_nothing()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        var id = (await app.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case())))[0];
        (await app.As(Actor.Reviewer).MoveAsync(id, "suspend")).Expect(200);
        await app.Indexed();
        await app.Projected();
        await CutAsync(app, id);
        (await app.As(Actor.Operator).PostAsync("/api/operations/audit/verify", null)).Expect(200);
        var store = app.Services.GetRequiredService<BreakStore>();
        var found = (await store.ReadAllAsync(Stop))[0];

        await store.SaveAsync(found with { AcknowledgedBy = new("listings/" + id, 1), AcknowledgedAt = found.FoundAt, Reason = "无" }, Stop);

        Assert.Equal("broken", (await app.As(Actor.Operator).PostAsync("/api/operations/audit/verify", null)).Expect(200).Json.Text("status"));
    }

    [Fact]
    public async Task Each_anchor_s_root_is_posted_for_receivers_outside_and_to_nobody_s_inbox()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        await app.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case()));

        await app.Anchored();
        await app.Anchored();

        var anchor = (await app.Services.GetRequiredService<AnchorLog>().LastAsync(Stop))!.Anchor;
        var posted = await app.Services.GetRequiredService<NotificationStore>().ReadAsync(Recipient.Witnesses, null, null, 10, Stop).ToListAsync(Stop);
        Assert.Equal(("audit.anchored", anchor.Root), (Assert.Single(posted).Notification.Code, posted[0].Notification.Values["name"]));
        Assert.Empty(await ToldAsync(app.As(Actor.Operator)));
    }

    /// <summary>Takes the newest entry off a listing's chain and puts the head back, as somebody with access to the table could.</summary>
    private static async Task CutAsync(TestApp app, string id)
    {
        var table = app.Services.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.Type.Table);
        await table.DeleteEntityAsync(id, AuditRows.Key(2), Azure.ETag.All, Stop);
        var first = AuditRows.FromRow((await table.GetEntityIfExistsAsync(id, AuditRows.Key(1), cancellationToken: Stop))!);
        var head = new TableEntity(id, ListingStore.Type.StateRow).WithHead(first.Head);
        await table.UpdateEntityAsync(head, Azure.ETag.All, TableUpdateMode.Merge, Stop);
    }

    private static async Task<string> HealthAsync(TestApp app) => (await app.As(Actor.Anonymous).GetAsync("/api/health")).Json.Text("status");

    private static async Task<List<string>> ToldAsync(Session caller) =>
        [.. (await caller.GetAsync("/api/me/notifications")).Expect(200)["items"].EnumerateArray().Select(item => item.Text("code"))];
}
