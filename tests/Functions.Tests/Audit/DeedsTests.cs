using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Checks;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.Functions.Vendors.State;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Audit;

/// <summary>
/// Every endpoint that changes something or shows protected data records it. An endpoint that is in neither table below fails here
/// until it is put into one.
/// </summary>
public sealed class DeedsTests(AuditApp audit) : IClassFixture<AuditApp>
{
    /// <summary>What each endpoint records, and a call that makes it do so; answers the object it was done to.</summary>
    private static readonly Dictionary<string, (AuditAction Action, Func<AuditApp, Task<string>> Do)> Deeds = new()
    {
        ["importListings"] = (AuditAction.ListingImported, async audit => $"listings/{await audit.GivenAsync()}"),
        ["suspendListing"] = (AuditAction.ListingSuspended, audit => MovedAsync(audit, "suspend")),
        ["resumeListing"] = (AuditAction.ListingResumed, audit => MovedAsync(audit, "suspend", "resume")),
        ["withdrawListing"] = (AuditAction.ListingWithdrawn, audit => MovedAsync(audit, "withdraw")),
        ["getListingContact"] = (AuditAction.ContactRead, async audit =>
        {
            var id = await audit.GivenAsync();
            (await audit.App.As(Actor.GovUser).GetAsync($"/api/listings/{id}/contact")).Expect(200);
            return $"listings/{id}";
        }
        ),
        ["putOwnVendor"] = (AuditAction.VendorRegistered, async audit =>
        {
            var code = VendorSteps.NewCode();
            await audit.App.GivenVendorAsync(code);
            return $"vendors/{code}";
        }
        ),
        ["putOwnVendor again"] = (AuditAction.VendorUpdated, async audit =>
        {
            var code = await audit.App.GivenVendorAsync(VendorStage.Registered);
            (await audit.App.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile("另一名称"), ("If-Match", "\"1\""))).Expect(200);
            return $"vendors/{code}";
        }
        ),
        ["requestVendorVerification"] = (AuditAction.VendorVerificationRequested, async audit => $"vendors/{await audit.App.GivenVendorAsync(VendorStage.AwaitingVerification)}"),
        ["decideVendorVerification"] = (AuditAction.VendorVerified, audit => VendorDecidedAsync(audit, "accept")),
        ["decideVendorVerification no"] = (AuditAction.VendorVerificationRefused, audit => VendorDecidedAsync(audit, "refuse")),
        ["getVendorContacts"] = (AuditAction.ContactRead, async audit =>
        {
            var code = await audit.App.GivenVendorAsync(VendorStage.Registered);
            (await audit.App.As(Actor.GovUser).GetAsync($"/api/vendors/{code}/contacts")).Expect(200);
            return $"vendors/{code}";
        }
        ),
        ["rebuildVendorPool"] = (AuditAction.VendorPoolRebuildRequested, audit => DoneAsync(audit, "/api/operations/vendor-pool/rebuild", "vendor-pool", 202)),
        ["suspendVendor"] = (AuditAction.VendorSuspended, audit => VendorMovedAsync(audit, VendorStage.Registered, "suspend", 1)),
        ["resumeVendor"] = (AuditAction.VendorResumed, audit => VendorMovedAsync(audit, VendorStage.Suspended, "resume", 2)),
        ["openSubmission"] = (AuditAction.SubmissionOpened, async audit => ChainOf(await audit.App.GivenDraftAsync())),
        ["copySubmission"] = (AuditAction.SubmissionOpened, async audit =>
        {
            var copy = await audit.App.As(Actor.Member).SendAsync("POST", $"/api/submissions/{audit.Original.Id}/copy", null);
            return $"listings/{copy.Expect(201).Json.Text("listingId")}";
        }
        ),
        ["discardSubmission"] = (AuditAction.SubmissionDiscarded, audit => SubmissionAsync(audit, LifecycleState.Discarded)),
        ["submitSubmission"] = (AuditAction.SubmissionSubmitted, audit => SubmissionAsync(audit, LifecycleState.Submitted)),
        ["takeBackSubmission"] = (AuditAction.SubmissionRecalled, async audit =>
        {
            var draft = (await audit.App.GivenAsync("product", LifecycleState.Submitted))[0];
            (await draft.TakeBackAsync()).Expect(200);
            return ChainOf(draft);
        }
        ),
        ["claimReview"] = (AuditAction.SubmissionClaimed, async audit => ChainOf((await audit.App.GivenAsync("product", LifecycleState.InReview, areClaimed: true))[0])),
        ["releaseReview"] = (AuditAction.SubmissionReleased, async audit =>
        {
            var draft = (await audit.App.GivenAsync("product", LifecycleState.InReview, areClaimed: true))[0];
            (await draft.ReleaseAsync(Actor.Reviewer)).Expect(200);
            return ChainOf(draft);
        }
        ),
        ["decideReview"] = (AuditAction.ListingPublished, audit => SubmissionAsync(audit, LifecycleState.Published)),
        ["decideReview changes"] = (AuditAction.SubmissionChangesRequested, audit => SubmissionAsync(audit, LifecycleState.ChangesRequested)),
        ["decideReview no"] = (AuditAction.SubmissionRejected, audit => SubmissionAsync(audit, LifecycleState.Rejected)),
        ["rerunChecks"] = (AuditAction.SubmissionRecheckRequested, async audit =>
        {
            var draft = (await audit.App.GivenAsync("product", LifecycleState.Submitted))[0];
            await audit.App.FailChecksAsync(draft, delivery: 5);
            await audit.ProjectedAsync();
            (await audit.Operator.PostAsync("/api/operations/checks/rerun?stuck=true", null)).Expect(202);
            await audit.App.CheckAsync(draft);
            return ChainOf(draft);
        }
        ),
        ["rebuildIndex"] = (AuditAction.IndexRebuildRequested, audit => DoneAsync(audit, "/api/operations/index/rebuild", "index", 202)),
        ["replayPoison"] = (AuditAction.PoisonReplayed, audit => DoneAsync(audit, "/api/operations/poison/replay", "poison", 200)),
        ["rebuildAuditIndex"] = (AuditAction.TrailRebuildRequested, audit => DoneAsync(audit, "/api/operations/audit/rebuild", "trail", 202)),
        ["configureWebhook"] = (AuditAction.WebhookConfigured, audit => WebhookAsync(audit, "PUT")),
        ["removeWebhook"] = (AuditAction.WebhookRemoved, audit => WebhookAsync(audit, "DELETE")),
        ["rotateWebhookSecret"] = (AuditAction.WebhookSecretRotated, audit => WebhookAsync(audit, "POST", "/secret")),
        ["replayWebhook"] = (AuditAction.WebhookReplayed, audit => WebhookAsync(audit, "POST", "/replay")),
        ["exportAudit"] = (AuditAction.TrailExported, async audit =>
        {
            (await audit.Operator.GetAsync("/api/operations/audit/export")).Expect(200);
            return "trail";
        }
        ),
        ["exportPerson"] = (AuditAction.PersonExported, audit => PersonAsync(audit, "export")),
        ["erasePerson"] = (AuditAction.PersonErased, audit => PersonAsync(audit, "erase")),
        ["replaceCheckData"] = (AuditAction.CheckDataReplaced, async audit =>
        {
            (await audit.Operator.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small())).Expect(200);
            return "check-data/sensitive-terms";
        }
        ),
        ["restoreCheckData"] = (AuditAction.CheckDataRestored, async audit =>
        {
            (await audit.Operator.SendAsync("DELETE", "/api/operations/checks/data/contact-patterns", null, ("If-Match", "*"))).Expect(204);
            return "check-data/contact-patterns";
        }
        ),
    };

    /// <summary>Files of a draft: like its content, they are recorded when it is handed in.</summary>
    private static readonly string[] ChangesOfDrafts = ["announceAttachment", "renewAttachmentTicket", "completeAttachment", "removeAttachment"];

    /// <summary>Endpoints that neither change anything nor show what is protected, although their method could.</summary>
    private static readonly string[] Harmless = ["verifyAudit", "markNotificationsRead", "saveSubmission", "announceLicence", "completeLicence", .. ChangesOfDrafts];

    /// <summary>What the app does by itself, on a message or a timer.</summary>
    private static readonly AuditAction[] DoneByItself =
        [AuditAction.SubmissionCheckStarted, AuditAction.SubmissionChecked, AuditAction.SubmissionStuck, AuditAction.WebhookDisabled];

    public static TheoryData<string> Names => [.. Deeds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_deed_is_recorded(string endpoint)
    {
        var (action, act) = Deeds[endpoint];
        var before = (await audit.FindAsync($"action={action.Code}")).Count;

        var target = await act(audit);

        var found = await audit.FindAsync($"action={action.Code}");
        Assert.Equal(before + 1, found.Count);
        var item = found[0];
        Assert.Equal((action.Code, target, true), (item.Text("action"), item.Text("object"), item.GetProperty("intact").GetBoolean()));
        Assert.StartsWith("test ", item.GetProperty("actor").Text("subject"), StringComparison.Ordinal);
        Assert.NotEqual("", item.Text("correlationId"));
    }

    [Fact]
    public void Every_endpoint_that_changes_something_is_known_here()
    {
        var changing = audit.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS")))
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName)
            .ToList();

        Assert.NotEmpty(changing);
        Assert.Empty(changing.Except(Deeds.Keys).Except(Harmless));
    }

    [Fact]
    public void Every_action_is_recorded_by_some_endpoint_or_by_the_app_itself() =>
        Assert.Equal(AuditAction.All.Select(action => action.Code), Deeds.Values.Select(deed => deed.Action).Concat(DoneByItself).Select(action => action.Code).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_list_of_actions_has_every_action_once()
    {
        var declared = typeof(AuditAction).GetFields().Where(field => field.FieldType == typeof(AuditAction)).Select(field => ((AuditAction)field.GetValue(null)!).Code);

        Assert.Equal(declared.Order(StringComparer.Ordinal), AuditAction.All.Select(action => action.Code));
        Assert.All(AuditAction.All, action => Assert.True(action.Chinese.Length > 0 && action.English.Length > 0 && action.Meaning.EndsWith('.')));
    }

    [Fact]
    public void Records_are_made_in_one_place_only()
    {
        var makers = Directory.EnumerateFiles(TestKit.RepoRoot.Combine("functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("new AuditDraft(", StringComparison.Ordinal)).Select(Path.GetFileName);

        Assert.Empty(makers);
        Assert.Contains("AuditDraft Record(", File.ReadAllText(TestKit.RepoRoot.Combine("functions", "Audit", "Audited.cs")), StringComparison.Ordinal);
    }

    private static string ChainOf(Drafted draft) => $"listings/{draft.ListingId}";

    private static async Task<string> SubmissionAsync(AuditApp audit, LifecycleState state) => ChainOf((await audit.App.GivenAsync("product", state))[0]);

    private static async Task<string> MovedAsync(AuditApp audit, params string[] moves)
    {
        var id = await audit.GivenAsync();
        foreach (var move in moves)
        {
            (await audit.App.As(Actor.Reviewer).MoveAsync(id, move)).Expect(200);
        }

        return $"listings/{id}";
    }

    private static async Task<string> VendorDecidedAsync(AuditApp audit, string decision)
    {
        var code = await audit.App.GivenVendorAsync(VendorStage.AwaitingVerification);
        (await audit.App.DecideAsync(Actor.Reviewer, code, decision, version: 2)).Expect(200);
        return $"vendors/{code}";
    }

    private static async Task<string> VendorMovedAsync(AuditApp audit, VendorStage stage, string move, long version)
    {
        var code = await audit.App.GivenVendorAsync(stage);
        (await audit.App.MoveVendorAsync(Actor.Reviewer, code, move, version)).Expect(200);
        return $"vendors/{code}";
    }

    private static async Task<string> DoneAsync(AuditApp audit, string path, string target, int status)
    {
        (await audit.Operator.PostAsync(path, null)).Expect(status);
        return target;
    }

    private static async Task<string> WebhookAsync(AuditApp audit, string method, string below = "")
    {
        var target = $"webhooks/{WorkshopApp.NewWord()}";
        (await audit.Operator.SendAsync("PUT", $"/api/operations/{target}", Session.Content("""{"url":"https://example.com/hook"}""", "application/json"))).Expect(201);
        if (method == "PUT")
        {
            return target;
        }

        var body = below == "/replay" ? Session.Content("""{"from":"2026-01-01T00:00:00Z"}""", "application/json") : null;
        Assert.InRange((await audit.Operator.SendAsync(method, $"/api/operations/{target}{below}", body, ("If-Match", "*"))).Status, 200, 204);
        return target;
    }

    private static async Task<string> PersonAsync(AuditApp audit, string deed)
    {
        var person = new System.Text.Json.Nodes.JsonObject { ["issuer"] = "https://nowhere.example", ["subject"] = "nobody", ["reason"] = "本人申请" };
        (await audit.Operator.PostAsync($"/api/operations/persons/{deed}", person)).Expect(200);
        return "persons";
    }
}
