using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Aggregates;

/// <summary>A further aggregate costs little, and has what all have: versions, an audit chain that holds, and events.</summary>
public sealed class NotesTests
{
    [Fact]
    public async Task A_further_aggregate_is_versioned_audited_and_announced()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions
        {
            Follows = false,
            Adjust = static services => services.AddNotes(),
            Map = NotesSetup.MapNotes,
        });
        var caller = app.As(Actor.Operator);
        (string, string) first = ("If-Match", (await caller.PostAsync("/api/notes/a", Text("一"))).Expect(201).Header("ETag")!);

        Assert.Equal(412, (await caller.PostAsync("/api/notes/a", Text("二"))).Status);
        Assert.Equal(404, (await EditAsync("b", first)).Status);
        var second = (await EditAsync("a", first)).Expect(200).Header("ETag")!;
        var stale = (await EditAsync("a", first)).ExpectProblem(412, "stale");
        Assert.Equal(second, stale.Header("ETag"));
        Assert.Equal(403, (await app.As(Actor.GovUser).PostAsync("/api/notes/c", Text("一"))).Status);

        await app.Projected();
        var trail = (await caller.GetAsync("/api/operations/audit?object=notes/a")).Expect(200)["items"].EnumerateArray().Select(item => item.Text("action"));
        Assert.Equal(["note.created", "note.edited"], trail.Order(StringComparer.Ordinal));
        Assert.Equal("holds", (await caller.PostAsync("/api/operations/audit/verify?object=notes/a", null)).Expect(200).Json.Text("status"));

        Task<Reply> EditAsync(string id, (string, string) ifMatch) =>
            caller.SendAsync("PUT", $"/api/notes/{id}", Session.Content("""{"text":"三"}""", "application/json"), ifMatch);
    }

    [Fact]
    public void It_takes_sixty_lines_at_most()
    {
        var lines = File.ReadAllLines(RepoRoot.Combine("tests", "Functions.Tests", "Aggregates", "NotesSetup.cs"));
        Assert.InRange(lines.Count(static line => line.Trim() is { Length: > 0 } text && !text.StartsWith("using ", StringComparison.Ordinal)), 1, 60);
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };
}
