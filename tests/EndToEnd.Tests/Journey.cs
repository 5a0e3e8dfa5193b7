using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>One submission on its way through a running instance: what its owner and the reviewer do, and what comes of it.</summary>
internal sealed class Journey(Session owner, Session reviewer, Reply opened)
{
    private string _tag = opened.Header("ETag")!;

    public string Id { get; } = opened["id"].GetString()!;

    public string ListingId { get; } = opened["listingId"].GetString()!;

    public static async Task<Journey> OpenAsync(Session owner, Session reviewer, string kind, JsonObject content) =>
        new(owner, reviewer, (await owner.PostAsync("/api/submissions", new JsonObject { ["kind"] = kind, ["content"] = content })).Expect(201));

    public async Task<Reply> ReadAsync() => (await owner.GetAsync($"/api/submissions/{Id}")).Expect(200);

    /// <summary>One PUT of the whole content, as an app that saves by itself does.</summary>
    public async Task<Reply> SaveAsync(JsonObject content) => Kept((await owner.SendAsync(
        "PUT", $"/api/submissions/{Id}", Session.Content(new JsonObject { ["content"] = content }.ToJsonString(), "application/json"), ("If-Match", _tag)))
            .Expect(200));

    /// <summary>Accepts the statement in force, hands in, and waits for the checks.</summary>
    /// <returns>The submission in review.</returns>
    public async Task<Reply> HandInAsync()
    {
        var statement = (await owner.GetAsync("/api/reference/service-statement")).Expect(200);
        var accepted = new JsonObject
        {
            ["statementVersion"] = statement["version"].GetString(),
            ["statementSha256"] = statement["sha256"]
            .GetString(),
            ["acceptedBy"] = "林晓"
        };
        (await owner.PostAsync($"/api/submissions/{Id}/submit", accepted, ("If-Match", (await ReadAsync()).Header("ETag")!))).Expect(202);
        return Kept(await Eventually.ResultAsync(ReadAsync, static reply => reply["state"].GetString() == "inReview", TestContext.Current.CancellationToken));
    }

    /// <summary>Claims and decides on the version that stands.</summary>
    public async Task DecideAsync(string decision, string? reason = null)
    {
        var claimed = (await reviewer.PostAsync($"/api/reviews/{Id}/claim", null)).Expect(200);
        var body = new JsonObject { ["decision"] = decision, ["version"] = claimed["version"].GetInt32(), ["reason"] = reason };
        (await reviewer.PostAsync($"/api/reviews/{Id}/decision", body)).Expect(200);
        Kept(await ReadAsync());
    }

    /// <summary>The notice of that code about this submission, once it is there.</summary>
    public async Task<JsonElement> NoticeAsync(string code)
    {
        var page = await Eventually.ResultAsync(() =>
            owner.GetAsync("/api/me/notifications?limit=100"), reply => Notices(reply, code).Any(), TestContext.Current.CancellationToken);
        return Notices(page, code).First();
    }

    private IEnumerable<JsonElement> Notices(Reply page, string code) =>
        page.Expect(200)["items"].EnumerateArray().Where(item => item.Text("code") == code && item.Text("submissionId") == Id);

    private Reply Kept(Reply reply)
    {
        _tag = reply.Header("ETag")!;
        return reply;
    }
}
