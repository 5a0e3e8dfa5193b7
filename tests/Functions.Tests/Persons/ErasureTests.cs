using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.Audit;

namespace Marketplace.Functions.Tests.Persons;

public sealed class ErasureTests(AuditApp audit) : IClassFixture<AuditApp>
{
    private Session First => audit.Operator;

    private Session Second => audit.App.As(ErasureSteps.SecondOperator);

    private Session Third => audit.App.As(Actor.Operator.In("4401"));

    [Fact]
    public async Task An_operator_cannot_erase_themself()
    {
        var self = await PersonOfAsync(Third);

        (await Third.RequestErasureAsync(self)).ExpectProblem(403, "ownPerson");

        var id = (await First.RequestErasureAsync(self)).Expect(202).Json.Text("id");
        (await Third.ConfirmErasureAsync(id)).ExpectProblem(403, "ownPerson");
        (await First.ConfirmErasureAsync(id)).ExpectProblem(403, "secondOperatorRequired");
        Assert.Equal("requested", (await First.GetAsync($"/api/operations/persons/erasures/{id}")).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task Nothing_is_erased_before_a_second_operator_confirms_it()
    {
        var person = await OfficialAsync("440103");
        var requested = (await First.RequestErasureAsync(person)).Expect(202);
        await audit.ProjectedAsync();
        Assert.NotEqual("", (await First.PostAsync("/api/operations/persons/export", person.DeepClone().AsObject())).Expect(200).Text);

        (await Second.ConfirmErasureAsync(requested.Json.Text("id"))).Expect(202);
        await audit.ProjectedAsync();

        Assert.Equal("", (await First.PostAsync("/api/operations/persons/export", person.DeepClone().AsObject())).Expect(200).Text);
        var completed = (await First.GetAsync($"/api/operations/persons/erasures/{requested.Json.Text("id")}")).Expect(200).Json;
        Assert.Equal("completed", completed.Text("state"));
        Assert.False(completed.TryGetProperty("subject", out _));
        Assert.Equal("holds", (await audit.VerifyAsync()).Text("status"));
    }

    [Fact]
    public async Task No_erasure_blanks_the_record_of_another()
    {
        var id = await ErasedAsync(await OfficialAsync("440104"), Third, Second);
        var operators = await PersonOfAsync(Third);

        await ErasedAsync(operators, First, Second);

        var items = await audit.FindAsync($"object={ErasureSteps.ChainOf(id)}");
        Assert.Equal(
            ["person.erasureCompleted", "person.erased", "person.erasureConfirmed", "person.erasureRequested"], items.Select(item => item.Text("action")));
        Assert.DoesNotContain(items, item => item.GetProperty("erased").GetBoolean());
        Assert.Equal(operators["subject"]!.GetValue<string>(), items[3].GetProperty("actor").Text("subject"));
        Assert.Equal(id, After(items[1], "person"));
        Assert.Equal((After(items[3], "requestedBy"), After(items[2], "confirmedBy")), (After(items[1], "requestedBy"), After(items[1], "confirmedBy")));
        var found = await audit.FindAsync($"issuer={Uri.EscapeDataString(operators["issuer"]!.GetValue<string>())}"
            + $"&actor={Uri.EscapeDataString(operators["subject"]!.GetValue<string>())}&action=person.erasureRequested");
        Assert.Contains(found, item => item.Text("object") == ErasureSteps.ChainOf(id));
        Assert.Equal("holds", (await audit.VerifyAsync()).Text("status"));
    }

    [Fact]
    public async Task Every_operator_is_told_of_every_step()
    {
        var id = await ErasedAsync(await OfficialAsync("440105"), First, Second);

        var told = (await Third.GetAsync("/api/me/notifications?limit=100")).Expect(200)["items"].EnumerateArray()
            .Where(item => item.Text("message").Contains(id, StringComparison.Ordinal)).Select(item => item.Text("code"));

        Assert.Equal(["person.erasureCompleted", "person.erasureConfirmed", "person.erasureRequested"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Asking_twice_is_asking_once()
    {
        var person = ErasureSteps.Person("asked twice");

        var (one, two) = ((await First.RequestErasureAsync(person)).Expect(202), (await Second.RequestErasureAsync(person)).Expect(202));

        Assert.Equal(one.Text, two.Text);
        (await First.ConfirmErasureAsync(one.Json.Text("id"))).ExpectProblem(403, "secondOperatorRequired");
    }

    private async Task<string> ErasedAsync(JsonObject person, Session requester, Session confirmer)
    {
        var id = (await requester.RequestErasureAsync(person)).Expect(202).Json.Text("id");
        await audit.ProjectedAsync();
        (await confirmer.ConfirmErasureAsync(id)).Expect(202);
        await audit.ProjectedAsync();
        return id;
    }

    /// <summary>An official of a region who looked at a contact.</summary>
    private async Task<JsonObject> OfficialAsync(string region)
    {
        var id = await audit.GivenAsync();
        (await audit.App.As(Actor.Reviewer.In(region)).GetAsync($"/api/listings/{id}/contact")).Expect(200);
        return AuditApp.Person((await audit.FindAsync($"object=listings/{id}&action=contact.read"))[0].GetProperty("actor"));
    }

    /// <summary>The operator, as a record of theirs names them.</summary>
    private async Task<JsonObject> PersonOfAsync(Session caller)
    {
        (await caller.PostAsync("/api/operations/audit/rebuild", null)).Expect(202);
        return AuditApp.Person((await audit.FindAsync("action=trail.rebuildRequested"))[0].GetProperty("actor"));
    }

    private static string? After(JsonElement item, string field) =>
        item.GetProperty("changes").EnumerateArray().Single(change => change.Text("field") == field).GetProperty("after").GetString();
}
