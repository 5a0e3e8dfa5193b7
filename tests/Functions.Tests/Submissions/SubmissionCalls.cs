using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.Access;
using Marketplace.Functions.Tests.App;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>
/// Calls about submissions as the permission matrix makes them: with whatever caller there is, about the product of <see cref="Actor.SampleVendor"/>.
/// </summary>
internal static class SubmissionCalls
{
    private static readonly string[] Kinds = ["product", "case", "capability"];

    /// <summary>An endpoint for owners.</summary>
    public static PermissionRow Own(Permission permission, LifecycleState state, Func<Session, string, Task<Reply>> send) =>
        new(permission, send) { ChangesListing = true, Given = app => GivenAsync(app, state) };

    /// <summary>An endpoint for reviewers of its region.</summary>
    public static PermissionRow InRegion(LifecycleState state, Func<Session, string, Task<Reply>> send) =>
        new(Functions.Access.Permissions.ReviewSubmissions, send) { ChangesListing = true, Given = app => GivenAsync(app, state) };

    /// <summary>Opens whatever kind the caller may.</summary>
    public static async Task<Reply> OpenAsync(Session caller, string id)
    {
        var answer = await caller.PostAsync("/api/submissions", new JsonObject { ["kind"] = Kinds[0] });
        foreach (var kind in Kinds.Skip(1))
        {
            if (answer.Status == 400)
            {
                answer = await caller.PostAsync("/api/submissions", new JsonObject { ["kind"] = kind });
            }
        }

        return answer;
    }

    public static Task<Reply> SaveAsync(Session caller, string id) =>
        caller.SendAsync("PUT", $"/api/submissions/{id}", Session.Content("""{"content":{}}""", "application/json"), ("If-Match", "*"));

    public static Task<Reply> SubmitAsync(Session caller, string id) => caller.PostAsync($"/api/submissions/{id}/submit", Accepted(), ("If-Match", "*"));

    public static Task<Reply> ClaimAsync(Session caller, string id) => caller.PostAsync($"/api/reviews/{id}/claim", null);

    public static async Task<Reply> ReleaseAsync(Session caller, string id)
    {
        await ClaimAsync(caller, id);
        return await caller.PostAsync($"/api/reviews/{id}/release", null);
    }

    public static async Task<Reply> DecideAsync(Session caller, string id)
    {
        await ClaimAsync(caller, id);
        return await caller.PostAsync($"/api/reviews/{id}/decision", new JsonObject { ["decision"] = "publish", ["version"] = 1 });
    }

    private static JsonObject Accepted()
    {
        var statement = RuleBook.Reference.Statement;
        return new JsonObject { ["statementVersion"] = statement.Version, ["statementSha256"] = statement.Sha256, ["acceptedBy"] = "林晓" };
    }

    private static async Task<string> GivenAsync(TestApp app, LifecycleState state) => (await app.GivenAsync("product", state))[0].Id;
}
