using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>How many drafts somebody may have at once.</summary>
public sealed class DraftLimitTests
{
    [Fact]
    public async Task A_department_has_at_most_so_many_drafts_even_when_it_opens_them_at_the_same_moment()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { Settings = ["--Marketplace:MostDrafts=3"] });
        var (official, other) = (app.As(Actor.GovUser), app.As(Actor.GovUser with { Department = "gz-data-administration", Region = "4401" }));

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OpenAsync(official, $"key-{i}")));

        Assert.Equal(3, opened.Count(static answer => answer.Status == 201));
        var refused = opened.First(static answer => answer.Status != 201);
        Assert.Equal((409, "draftLimit"), (refused.Status, refused.Code));
        Assert.Contains("3", refused.Text, StringComparison.Ordinal);
        (await OpenAsync(other, "key-0")).Expect(201);

        var first = Array.FindIndex(opened, static answer => answer.Status == 201);
        (await OpenAsync(official, $"key-{first}")).Expect(201);
        (string, string) ifMatch = ("If-Match", opened[first].Header("ETag")!);
        (await official.SendAsync("DELETE", $"/api/submissions/{opened[first].Json.Text("id")}", null, ifMatch)).Expect(204);
        (await OpenAsync(official, "key-8")).Expect(201);
        Assert.Equal("draftLimit", (await OpenAsync(official, "key-9")).Code);
    }

    private static Task<Reply> OpenAsync(Session caller, string key) =>
        caller.PostAsync("/api/submissions", new JsonObject { ["kind"] = "case" }, ("Idempotency-Key", key));
}
