using System.Text;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Audit.Trail;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Persons;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.Functions.Vendors.State;
using Marketplace.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Audit;

public sealed class AuditOperationsTests(AuditApp audit) : IClassFixture<AuditApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_life_of_a_listing_is_told_newest_first_with_what_changed()
    {
        var id = await audit.GivenAsync();
        foreach (var move in (string[])["suspend", "resume", "withdraw"])
        {
            (await audit.App.As(Actor.Reviewer).MoveAsync(id, move, reason: $"原因 {move}")).Expect(200);
        }

        var items = await audit.FindAsync($"object=listings/{id}");

        Assert.Equal(["listing.withdrawn", "listing.resumed", "listing.suspended", "listing.imported"], items.Select(item => item.Text("action")));
        Assert.Equal([4, 3, 2, 1], items.Select(item => item.GetProperty("sequence").GetInt32()));
        Assert.Equal("原因 suspend", items[2].Text("reason"));
        var change = items[2].GetProperty("changes").EnumerateArray().Single(change => change.Text("field") == "state");
        Assert.Equal(("Published", "Suspended"), (change.Text("before"), change.Text("after")));
    }

    [Fact]
    public async Task Entries_are_found_by_actor_and_by_time()
    {
        var id = await audit.GivenAsync();
        (await audit.App.As(Actor.Reviewer.In("4401")).MoveAsync(id, "suspend")).Expect(200);
        var actor = (await audit.FindAsync($"object=listings/{id}"))[0].GetProperty("actor");
        var who = $"issuer={Uri.EscapeDataString(actor.Text("issuer"))}&actor={Uri.EscapeDataString(actor.Text("subject"))}";

        var byActor = await audit.FindAsync(who);

        Assert.Equal([$"listings/{id}"], byActor.Select(item => item.Text("object")));
        Assert.Single(await audit.FindAsync($"{who}&action=listing.suspended&object=listings/{id}"));
        Assert.Empty(await audit.FindAsync($"{who}&action=listing.resumed"));
        var at = byActor[0].Text("at");
        Assert.Single(await audit.FindAsync($"{who}&from={at}"));
        Assert.Empty(await audit.FindAsync($"{who}&to={at}"));
    }

    [Fact]
    public async Task Pages_lead_to_the_end_and_the_total_is_exact()
    {
        var id = await audit.GivenAsync();
        foreach (var move in (string[])["suspend", "resume", "suspend", "resume"])
        {
            (await audit.App.As(Actor.Reviewer).MoveAsync(id, move)).Expect(200);
        }

        await audit.ProjectedAsync();

        var (path, found) = ($"/api/operations/audit?object=listings/{id}&limit=2", new List<int>());
        var page = (await audit.Operator.GetAsync(path)).Expect(200);
        while (true)
        {
            Assert.Equal(5, page.Total);
            found.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("sequence").GetInt32()));
            if (!page.Json.TryGetProperty("nextCursor", out var cursor))
            {
                break;
            }

            page = (await audit.Operator.GetAsync($"{path}&cursor={cursor.GetString()}")).Expect(200);
        }

        Assert.Equal([5, 4, 3, 2, 1], found);
    }

    [Theory]
    [InlineData("actor=u", "issuer:required")]
    [InlineData("issuer=i", "actor:required")]
    [InlineData("action=listing.invented", "action:unknownCode")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from:inconsistent")]
    [InlineData("from=yesterday", "from:invalidFormat")]
    [InlineData("limit=101", "limit:outOfRange")]
    [InlineData("person=x", "person:unknownField")]
    public async Task Questions_that_make_no_sense_are_refused(string query, string error) =>
        (await audit.Operator.GetAsync($"/api/operations/audit?{query}")).ExpectProblem(400, "invalid", error);

    [Fact]
    public async Task A_contact_is_shown_to_officials_only_and_its_values_appear_in_no_query()
    {
        var id = await audit.GivenAsync("赵六");

        Assert.Equal("赵六", (await audit.App.As(Actor.GovUser).GetAsync($"/api/listings/{id}/contact")).Expect(200).Json.Text("name"));
        (await audit.App.As(Actor.Member).GetAsync($"/api/listings/{id}/contact")).Expect(403);
        (await audit.App.As(Actor.Anonymous).GetAsync($"/api/listings/{id}/contact")).Expect(401);

        await audit.ProjectedAsync();
        var answer = (await audit.Operator.GetAsync($"/api/operations/audit?object=listings/{id}")).Expect(200);
        Assert.DoesNotContain("赵六", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["contact.read", "listing.imported"], answer["items"].EnumerateArray().Select(item => item.Text("action")));
        Assert.Contains(answer["items"][1].GetProperty("changes").EnumerateArray(), change => change.Text("field") == "contact.name"
            && change.GetProperty("personal").GetBoolean());
    }

    [Fact]
    public async Task An_entry_without_a_contact_has_none_and_nothing_is_recorded()
    {
        var id = await audit.GivenAsync(contact: null);

        (await audit.App.As(Actor.GovUser).GetAsync($"/api/listings/{id}/contact")).Expect(404);

        Assert.Equal(["listing.imported"], (await audit.FindAsync($"object=listings/{id}")).Select(item => item.Text("action")));
    }

    [Fact]
    public async Task The_exported_trail_and_anchors_hold_elsewhere()
    {
        var id = await audit.GivenAsync();
        await audit.App.Anchored();
        var trail = (await audit.Operator.GetAsync("/api/operations/audit/export")).Expect(200);
        var anchors = (await audit.Operator.GetAsync("/api/operations/audit/anchors")).Expect(200);

        var report = await new TrailVerifier().VerifyAsync(AuditLines.ReadAsync(new MemoryStream(trail.Body.ToArray()), Stop), Stop);
        var file = await AnchorFile.VerifyAsync(AuditLines.ReadTextAsync(new MemoryStream(anchors.Body.ToArray()), Stop), Stop);

        Assert.Null(report.Broken);
        Assert.True(report.Entries > 0);
        Assert.Equal((null, true), (file.Broken, file.HasAllLeaves));
        Assert.Contains($"listings/{id}", trail.Text, StringComparison.Ordinal);
        var one = (await audit.Operator.GetAsync($"/api/operations/audit/export?object=listings/{id}")).Expect(200);
        Assert.Equal(4, Encoding.UTF8.GetString(one.Body.Span).Count(character => character == '\n'));
    }

    [Fact]
    public async Task An_export_withholds_personal_values_unless_asked_for_with_a_reason()
    {
        var id = await audit.GivenAsync("钱七");
        var vendor = await audit.App.GivenVendorAsync(VendorStage.Registered);
        (await audit.App.As(Actor.GovUser).GetAsync($"/api/vendors/{vendor}/contacts")).Expect(200);

        var redacted = (await audit.Operator.GetAsync("/api/operations/audit/export")).Expect(200);
        Assert.Contains($"listings/{id}", redacted.Text, StringComparison.Ordinal);
        Assert.All(["钱七", "02012345678", "测试人员", "test operator"], value => Assert.DoesNotContain(value, redacted.Text, StringComparison.Ordinal));
        var report = await new TrailVerifier().VerifyAsync(AuditLines.ReadAsync(new MemoryStream(redacted.Body.ToArray()), Stop), Stop);
        Assert.Equal((null, true), (report.Broken, report.IsRedacted));

        (await audit.Operator.GetAsync("/api/operations/audit/export?personal=true")).ExpectProblem(400, "invalid", "reason:required");
        var whole = (await audit.Operator.GetAsync($"/api/operations/audit/export?personal=true&reason={Uri.EscapeDataString("等保测评")}")).Expect(200);
        Assert.Contains("钱七", whole.Text, StringComparison.Ordinal);
        Assert.Equal("等保测评", (await audit.FindAsync("action=trail.personalExported"))[0].Text("reason"));
    }

    [Fact]
    public async Task Verification_proves_an_object_and_names_the_first_broken_link()
    {
        await using var own = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        var ids = await own.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case(), Entry.Case(), Entry.Case()));
        await own.Anchored();
        var verified = (await own.As(Actor.Operator).PostAsync("/api/operations/audit/verify", null)).Expect(200).Json;
        Assert.Equal(("holds", 3), (verified.Text("status"), verified.GetProperty("entries").GetInt32()));
        Assert.Equal(1, verified.GetProperty("anchor").GetProperty("number").GetInt32());

        var table = own.Services.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.Type.Table);
        var row = (await table.GetEntityIfExistsAsync(ids[1], AuditRows.Key(1), cancellationToken: Stop))!;
        row["Chained"] = row.GetString("Chained")!.Replace("listing.imported", "listing.improved", StringComparison.Ordinal);
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Stop);

        foreach (var query in (string[])["", $"?object=listings/{ids[1]}"])
        {
            var broken = (await own.As(Actor.Operator).PostAsync($"/api/operations/audit/verify{query}", null)).Expect(200).Json;
            Assert.Equal("broken", broken.Text("status"));
            Assert.Equal(($"listings/{ids[1]}", "textChanged"), (broken.GetProperty("broken").Text("chain"), broken.GetProperty("broken").Text("reason")));
        }

        Assert.Equal("holds", (await own.As(Actor.Operator).PostAsync($"/api/operations/audit/verify?object=listings/{ids[0]}", null))
            .Expect(200).Json.Text("status"));
    }

    [Fact]
    public async Task A_person_is_exported_and_erased_and_the_trail_still_holds()
    {
        var id = await audit.GivenAsync();
        (await audit.App.As(Actor.Reviewer.In("440106")).GetAsync($"/api/listings/{id}/contact")).Expect(200);
        var look = (await audit.FindAsync($"object=listings/{id}&action=contact.read"))[0];
        var person = AuditApp.Person(look.GetProperty("actor"));

        var export = (await audit.Operator.PostAsync("/api/operations/persons/export", person)).Expect(200);
        Assert.Contains("测试人员", export.Text, StringComparison.Ordinal);
        Assert.Contains($"listings/{id}", export.Text, StringComparison.Ordinal);

        var requested = (await audit.Operator.PostAsync("/api/operations/persons/erase", person)).Expect(202).Json;
        Assert.Equal((1, 0), (requested.GetProperty("entries").GetInt32(), requested.GetProperty("kept").GetInt32()));
        (await audit.App.As(ErasureSteps.SecondOperator).ConfirmErasureAsync(requested.Text("id"))).Expect(202);
        await audit.ProjectedAsync();
        Assert.Equal("", (await audit.Operator.PostAsync("/api/operations/persons/export", person)).Expect(200).Text);
        var after = (await audit.FindAsync($"object=listings/{id}&action=contact.read"))[0];
        Assert.True(after.GetProperty("erased").GetBoolean() && !after.TryGetProperty("actor", out _));
        Assert.Equal("holds", (await audit.VerifyAsync()).Text("status"));
        Assert.Equal("holds", (await audit.VerifyAsync(look.Text("chain"))).Text("status"));
    }

    [Fact]
    public async Task An_index_that_lost_entries_is_made_again()
    {
        var id = await audit.GivenAsync();
        var tables = audit.App.Services.GetRequiredService<TableServiceClient>();
        foreach (var name in AuditIndex.Tables)
        {
            await tables.GetTableClient(name).DeleteIfExistsAsync(Stop);
            await tables.GetTableClient(name).CreateIfNotExistsAsync(Stop);
        }

        Assert.Empty(await audit.FindAsync($"object=listings/{id}"));
        (await audit.Operator.PostAsync("/api/operations/audit/rebuild", null)).Expect(202);

        Assert.Equal(["listing.imported"], (await audit.FindAsync($"object=listings/{id}")).Select(item => item.Text("action")));
    }

    [Fact]
    public async Task What_no_message_told_of_is_in_the_index_after_the_next_anchor()
    {
        await using var own = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        var ids = await own.Given(WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case()));
        Assert.Equal(0, (await own.As(Actor.Operator).GetAsync($"/api/operations/audit?object=listings/{ids[0]}")).Expect(200).Total);

        await own.Anchored();

        Assert.Equal(1, (await own.As(Actor.Operator).GetAsync($"/api/operations/audit?object=listings/{ids[0]}")).Expect(200).Total);
    }
}
