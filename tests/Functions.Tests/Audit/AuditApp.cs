using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;

namespace Marketplace.Functions.Tests.Audit;

/// <summary>An app whose trail a class reads as a whole.</summary>
public sealed class AuditApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public Session Operator => App.As(Actor.Operator);

    /// <summary>A draft to copy.</summary>
    public Drafted Original { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        Original = await App.GivenDraftAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Imports a case with a contact under a mark of its own, and gives its id.</summary>
    public async Task<string> GivenAsync(string? contact = "王五")
    {
        var entry = WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case())[0];
        if (contact is not null)
        {
            entry = entry.With("contact", new JsonObject { ["name"] = contact, ["phone"] = "02012345678" });
        }

        var report = await Operator.ImportAsync([entry]);
        Assert.True(report["created"].GetInt32() == 1, report.Text);
        await ProjectedAsync();
        return report["lines"][0].Text("id");
    }

    /// <summary>Lets changes reach the index of the trail.</summary>
    public async Task ProjectedAsync()
    {
        await App.Indexed();
        await App.Projected();
    }

    /// <summary>The trail's entries that a query finds, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindAsync(string query)
    {
        await ProjectedAsync();
        return [.. (await Operator.GetAsync($"/api/operations/audit?limit=100&{query}")).Expect(200)["items"].EnumerateArray()];
    }

    /// <summary>Verifies one object or all, call by call to the end.</summary>
    public async Task<JsonElement> VerifyAsync(string? target = null)
    {
        var path = $"/api/operations/audit/verify?{(target is null ? "" : $"object={target}&")}";
        var answer = (await Operator.PostAsync(path.TrimEnd('&', '?'), null)).Expect(200);
        while (answer.Json.Text("status") == "continues")
        {
            answer = (await Operator.PostAsync($"{path}cursor={answer.Json.Text("nextCursor")}", null)).Expect(200);
        }

        return answer.Json;
    }

    public static JsonObject Person(JsonElement actor, string reason = "本人申请") =>
        new() { ["issuer"] = actor.Text("issuer"), ["subject"] = actor.Text("subject"), ["reason"] = reason };
}
