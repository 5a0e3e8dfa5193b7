using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Vendors;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>A submission in a test's hands: the verbs of its owner and its reviewer.</summary>
public sealed class Drafted(TestApp app, Actor owner, Reply created)
{
    private string _tag = created.Header("ETag")!;

    public string Id { get; } = created["id"].GetString()!;

    public string ListingId { get; } = created["listingId"].GetString()!;

    public string Tag => _tag;

    private Session Owner => app.As(owner);

    /// <summary>A draft of a kind with complete content.</summary>
    public static async Task<Drafted> OpenAsync(TestApp app, Actor owner, JsonObject content, string kind, string? listingId = null)
    {
        if (owner.CreditCode is { } code)
        {
            await GivenProfileAsync(app, code);
        }

        return new(app, owner, (await OpenReplyAsync(app, owner, content, kind, listingId)).Expect(201));
    }

    /// <summary>A company that has signed up; once is enough.</summary>
    public static async Task GivenProfileAsync(TestApp app, string code)
    {
        if ((await app.As(VendorSteps.AdminOf(code)).GetAsync("/api/vendors/me")).Status == 404)
        {
            await app.GivenVendorAsync(code);
        }
    }

    public static Task<Reply> OpenReplyAsync(
        TestApp app, Actor owner, JsonObject? content, string kind, string? listingId = null, params (string, string)[] headers)
    {
        var body = new JsonObject { ["kind"] = kind, ["content"] = content?.DeepClone() };
        if (listingId is not null)
        {
            body["listingId"] = listingId;
        }

        return app.As(owner).PostAsync("/api/submissions", body, headers);
    }

    public Task<Reply> ReadAsync() => Owner.GetAsync($"/api/submissions/{Id}");

    public async Task<string> StateAsync() => (await ReadAsync()).Expect(200)["state"].GetString()!;

    public async Task<Reply> SaveAsync(JsonObject content, string? tag = null) =>
        Kept(await Owner.SendAsync("PUT", $"/api/submissions/{Id}",
            Session.Content(new JsonObject { ["content"] = content.DeepClone() }.ToJsonString(), "application/json"), ("If-Match", tag ?? _tag)));

    public async Task<Reply> SubmitAsync(string? tag = null, JsonObject? body = null) =>
        Kept(await Owner.PostAsync($"/api/submissions/{Id}/submit", body ?? await AcceptedAsync(), ("If-Match", tag ?? _tag)));

    public async Task<Reply> RecallAsync(string? tag = null, string route = "recall") =>
        Kept(await Owner.PostAsync($"/api/submissions/{Id}/{route}", new JsonObject { ["reason"] = "补充材料" }, ("If-Match", tag ?? _tag)));

    public Task<Reply> DiscardAsync(string? tag = null) => Owner.SendAsync("DELETE", $"/api/submissions/{Id}", null, ("If-Match", tag ?? _tag));

    public Task<Reply> ClaimAsync(Actor reviewer) => app.As(reviewer).PostAsync($"/api/reviews/{Id}/claim", null);

    public Task<Reply> ReleaseAsync(Actor reviewer) => app.As(reviewer).PostAsync($"/api/reviews/{Id}/release", null);

    public Task<Reply> ReviewAsync(Actor reviewer) => app.As(reviewer).GetAsync($"/api/reviews/{Id}");

    public Task<Reply> DecideAsync(Actor reviewer, string decision, int version = 1, string? reason = "请补充计价依据。") =>
        app.As(reviewer).PostAsync($"/api/reviews/{Id}/decision", new JsonObject { ["decision"] = decision, ["version"] = version, ["reason"] = reason });

    /// <summary>Announces a file, uploads it by its ticket as any client would, and completes it; gives its id.</summary>
    public async Task<string> GivenFileAsync(byte[] bytes, string fileName = "产品说明.pdf", string contentType = "application/pdf")
    {
        var ticket = (await AnnounceAsync(bytes.Length, fileName, contentType)).Expect(201);
        Assert.Equal(201, await UploadAsync(ticket, bytes));
        var id = ticket["attachmentId"].GetString()!;
        (await CompleteAsync(id)).Expect(200);
        return id;
    }

    public Task<Reply> AnnounceAsync(long length, string fileName = "产品说明.pdf", string contentType = "application/pdf") =>
        Owner.PostAsync($"/api/submissions/{Id}/attachments", new JsonObject { ["fileName"] = fileName, ["contentType"] = contentType, ["length"] = length });

    public Task<Reply> CompleteAsync(string attachmentId) => Owner.PostAsync($"/api/submissions/{Id}/attachments/{attachmentId}/complete", null);

    /// <summary>PUT to where the ticket says, with nothing but what it says.</summary>
    public static async Task<int> UploadAsync(Reply ticket, byte[] bytes)
    {
        var upload = ticket["upload"];
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(upload.GetProperty("method").GetString()!), upload.GetProperty("url")
            .GetString())
        { Content = new ByteArrayContent(bytes) };
        foreach (var header in upload.GetProperty("headers").EnumerateObject())
        {
            Assert.True(request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString())
                || request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()));
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>Learns the version of now, as its owner does who looks again.</summary>
    public async Task RefreshAsync() => _tag = (await ReadAsync()).Expect(200).Header("ETag")!;

    /// <summary>Hands in and lets the checks run.</summary>
    public async Task<Drafted> GivenInReviewAsync()
    {
        await RefreshAsync();
        (await SubmitAsync()).Expect(202);
        await app.Checked();
        Assert.Equal("inReview", await StateAsync());
        return this;
    }

    /// <summary>Claims and decides.</summary>
    public async Task<Drafted> GivenDecidedAsync(Actor reviewer, string decision, int version = 1)
    {
        (await ClaimAsync(reviewer)).Expect(200);
        (await DecideAsync(reviewer, decision, version)).Expect(200);
        return this;
    }

    /// <summary>The statement in force, accepted.</summary>
    public async Task<JsonObject> AcceptedAsync()
    {
        var statement = await Owner.GetAsync("/api/reference/service-statement");
        return new JsonObject
        {
            ["statementVersion"] = statement["version"].GetString(),
            ["statementSha256"] = statement["sha256"]
            .GetString(),
            ["acceptedBy"] = "林晓"
        };
    }

    private Reply Kept(Reply reply)
    {
        if (reply.Status is >= 200 and < 300)
        {
            _tag = reply.Header("ETag")!;
        }

        return reply;
    }
}
