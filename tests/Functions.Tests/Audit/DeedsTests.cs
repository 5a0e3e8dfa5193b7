using System.Reflection;
using System.Text.RegularExpressions;
using Marketplace.AppKit.Callers;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Operations;
using Marketplace.Functions.Persons;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Checks;
using Marketplace.Functions.Tests.Persons;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.Functions.Vendors;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Functions;
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
        ["importListings"] = (ListingActions.Imported, async audit => $"listings/{await audit.GivenAsync()}"),
        ["suspendListing"] = (ListingActions.Suspended, audit => MovedAsync(audit, "suspend")),
        ["resumeListing"] = (ListingActions.Resumed, audit => MovedAsync(audit, "suspend", "resume")),
        ["withdrawListing"] = (ListingActions.Withdrawn, audit => MovedAsync(audit, "withdraw")),
        ["getListingContact"] = (TrailActions.ContactRead, async audit =>
        {
            var id = await audit.GivenAsync();
            (await audit.App.As(Actor.GovUser).GetAsync($"/api/listings/{id}/contact")).Expect(200);
            return $"listings/{id}";
        }
        ),
        ["putOwnVendor"] = (VendorActions.Registered, async audit =>
        {
            var code = VendorSteps.NewCode();
            await audit.App.GivenVendorAsync(code);
            return $"vendors/{code}";
        }
        ),
        ["putOwnVendor again"] = (VendorActions.Updated, async audit =>
        {
            var code = await audit.App.GivenVendorAsync(VendorStage.Registered);
            (await audit.App.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile("另一名称"), ("If-Match", "\"1\""))).Expect(200);
            return $"vendors/{code}";
        }
        ),
        ["requestVendorVerification"] =
            (VendorActions.VerificationRequested, async audit => $"vendors/{await audit.App.GivenVendorAsync(VendorStage.AwaitingVerification)}"),
        ["decideVendorVerification"] = (VendorActions.Verified, audit => VendorDecidedAsync(audit, "accept")),
        ["decideVendorVerification no"] = (VendorActions.VerificationRefused, audit => VendorDecidedAsync(audit, "refuse")),
        ["getVendorContacts"] = (TrailActions.ContactRead, async audit =>
        {
            var code = await audit.App.GivenVendorAsync(VendorStage.Registered);
            (await audit.App.As(Actor.GovUser).GetAsync($"/api/vendors/{code}/contacts")).Expect(200);
            return $"vendors/{code}";
        }
        ),
        ["getVendorLicence"] = (VendorActions.LicenceRead, async audit =>
        {
            var code = await audit.App.GivenVendorAsync(VendorStage.AwaitingVerification);
            (await audit.App.As(Actor.Reviewer).GetAsync($"/api/vendors/{code}/licence")).Expect(200);
            return $"vendors/{code}";
        }
        ),
        ["rebuildVendorPool"] = (VendorActions.PoolRebuildRequested, audit => DoneAsync(audit, "/api/operations/vendor-pool/rebuild", "vendor-pool", 202)),
        ["suspendVendor"] = (VendorActions.Suspended, audit => VendorMovedAsync(audit, VendorStage.Registered, "suspend", 1)),
        ["resumeVendor"] = (VendorActions.Resumed, audit => VendorMovedAsync(audit, VendorStage.Suspended, "resume", 2)),
        ["openSubmission"] = (SubmissionActions.Opened, async audit => ChainOf(await audit.App.GivenDraftAsync())),
        ["copySubmission"] = (SubmissionActions.Opened, async audit =>
        {
            var copy = await audit.App.As(Actor.Member).SendAsync("POST", $"/api/submissions/{audit.Original.Id}/copy", null);
            return $"listings/{copy.Expect(201).Json.Text("listingId")}";
        }
        ),
        ["discardSubmission"] = (SubmissionActions.Discarded, audit => SubmissionAsync(audit, LifecycleState.Discarded)),
        ["submitSubmission"] = (SubmissionActions.Submitted, audit => SubmissionAsync(audit, LifecycleState.Submitted)),
        ["recallSubmission"] = (SubmissionActions.Recalled, audit => RecalledAsync(audit, "recall")),
        ["withdrawSubmission"] = (SubmissionActions.Recalled, audit => RecalledAsync(audit, "withdraw")),
        ["claimReview"] = (SubmissionActions.Claimed, async audit =>
            ChainOf((await audit.App.GivenAsync("product", LifecycleState.InReview, areClaimed: true))[0])),
        ["releaseReview"] = (SubmissionActions.Released, async audit =>
        {
            var draft = (await audit.App.GivenAsync("product", LifecycleState.InReview, areClaimed: true))[0];
            (await draft.ReleaseAsync(Actor.Reviewer)).Expect(200);
            return ChainOf(draft);
        }
        ),
        ["decideReview"] = (ListingActions.Published, audit => SubmissionAsync(audit, LifecycleState.Published)),
        ["decideReview changes"] = (SubmissionActions.ChangesRequested, audit => SubmissionAsync(audit, LifecycleState.ChangesRequested)),
        ["decideReview no"] = (SubmissionActions.Rejected, audit => SubmissionAsync(audit, LifecycleState.Rejected)),
        ["rerunChecks"] = (SubmissionActions.RecheckRequested, async audit =>
        {
            var draft = (await audit.App.GivenAsync("product", LifecycleState.Submitted))[0];
            await audit.App.FailChecksAsync(draft, QueueDelivery.MaxTries);
            await audit.ProjectedAsync();
            (await audit.Operator.PostAsync("/api/operations/checks/rerun?stuck=true", null)).Expect(202);
            await audit.App.CheckAsync(draft);
            return ChainOf(draft);
        }
        ),
        ["rebuildIndex"] = (IndexActions.RebuildRequested, audit => DoneAsync(audit, "/api/operations/index/rebuild", "index", 202)),
        ["replayPoison"] = (OperationActions.PoisonReplayed, audit => DoneAsync(audit, "/api/operations/poison/replay", "poison", 200)),
        ["acknowledgeAuditBreak"] = (TrailActions.BreakAcknowledged, async audit =>
        {
            var broken = new BrokenLink($"listings/{WorkshopApp.NewWord()}", 1, BreakReason.Missing);
            (await audit.Operator.AcknowledgeBreakAsync(await BreakSteps.FoundAsync(audit.App, broken))).Expect(200);
            return broken.Chain;
        }
        ),
        ["rebuildAuditIndex"] = (TrailActions.RebuildRequested, audit => DoneAsync(audit, "/api/operations/audit/rebuild", "trail", 202)),
        ["configureWebhook"] = (WebhookActions.Configured, audit => WebhookAsync(audit, "PUT")),
        ["removeWebhook"] = (WebhookActions.Removed, audit => WebhookAsync(audit, "DELETE")),
        ["rotateWebhookSecret"] = (WebhookActions.SecretRotated, audit => WebhookAsync(audit, "POST", "/secret")),
        ["replayWebhook"] = (WebhookActions.Replayed, audit => WebhookAsync(audit, "POST", "/replay")),
        ["exportAudit"] = (TrailActions.Exported, async audit =>
        {
            (await audit.Operator.GetAsync("/api/operations/audit/export")).Expect(200);
            return "trail";
        }
        ),
        ["exportAudit personal"] = (TrailActions.PersonalExported, async audit =>
        {
            (await audit.Operator.GetAsync("/api/operations/audit/export?personal=true&reason=%E6%B5%8B%E8%AF%84")).Expect(200);
            return "trail";
        }
        ),
        ["exportPerson"] = (PersonActions.Exported, audit => PersonAsync(audit)),
        ["erasePerson"] = (PersonActions.ErasureRequested, async audit => ErasureSteps.ChainOf(await ErasureSteps.RequestedAsync(audit.App))),
        ["confirmErasure"] = (PersonActions.ErasureConfirmed, async audit =>
        {
            var id = await ErasureSteps.RequestedAsync(audit.App);
            (await audit.Operator.ConfirmErasureAsync(id)).Expect(202);
            return ErasureSteps.ChainOf(id);
        }
        ),
        ["replaceCheckData"] = (CheckActions.DataReplaced, async audit =>
        {
            (await audit.Operator.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small())).Expect(200);
            return "check-data/sensitive-terms";
        }
        ),
        ["restoreCheckData"] = (CheckActions.DataRestored, async audit =>
        {
            (await audit.Operator.SendAsync("DELETE", "/api/operations/checks/data/contact-patterns", null, ("If-Match", "*"))).Expect(204);
            return "check-data/contact-patterns";
        }
        ),
    };

    /// <summary>Files of a draft: like its content, they are recorded when it is handed in.</summary>
    private static readonly string[] ChangesOfDrafts = ["announceAttachment", "renewAttachmentTicket", "completeAttachment", "removeAttachment"];

    /// <summary>Endpoints that neither change anything nor show what is protected, although their method could.</summary>
    private static readonly string[] Harmless =
        ["verifyAudit", "markNotificationsRead", "saveSubmission", "announceLicence", "completeLicence", .. ChangesOfDrafts];

    /// <summary>What the app does by itself, on a message or a timer.</summary>
    private static readonly AuditAction[] DoneByItself =
    [
        SubmissionActions.CheckStarted, SubmissionActions.Checked, SubmissionActions.Stuck, WebhookActions.Disabled, PersonActions.Erased,
        PersonActions.ErasureCompleted,
    ];

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
    public async Task A_webhook_s_configuration_is_recorded_before_and_after_without_its_secrets()
    {
        var path = $"/api/operations/webhooks/{WorkshopApp.NewWord()}";
        var first = Session.Content("""{"url":"https://example.com/hook/s3cret?token=s3cret","codes":["listing.withdrawn"]}""", "application/json");
        (await audit.Operator.SendAsync("PUT", path, first)).Expect(201);
        var second = Session.Content("""{"url":"https://example.org/hook/s3cret","recipients":["operators"],"enabled":false}""", "application/json");
        (await audit.Operator.SendAsync("PUT", path, second, ("If-Match", "*"))).Expect(200);

        var items = await audit.FindAsync($"object={path["/api/operations/".Length..]}");

        Assert.Equal("host:example.com>example.org codes:listing.withdrawn> recipients:>operators enabled:true>false",
            string.Join(' ', ChangesOf(items[0]).Where(static change => !change.StartsWith("url:", StringComparison.Ordinal))));
        Assert.Equal("host:>example.com", ChangesOf(items[1])[0]);
        Assert.DoesNotContain("s3cret", string.Concat(items.Select(item => item.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replacement_of_check_data_is_recorded_before_and_after_by_digest_and_counts()
    {
        (await audit.Operator.ReplaceCheckDataAsync("advertising-terms", CheckDataCalls.Small("甲乙"))).Expect(200);
        var replaced = (await audit.Operator.ReplaceCheckDataAsync("advertising-terms", CheckDataCalls.Small("甲乙", "丙丁"))).Expect(200);

        var changes = ChangesOf((await audit.FindAsync("object=check-data/advertising-terms"))[0]);

        Assert.Contains("entries:1>2", changes);
        Assert.Contains(changes, change => change.StartsWith("bytes:", StringComparison.Ordinal));
        var digest = changes.Single(change => change.StartsWith("sha256:", StringComparison.Ordinal));
        Assert.EndsWith($">{replaced.Json.Text("sha256")}", digest, StringComparison.Ordinal);
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
        Assert.Equal(Registered.Select(action => action.Code), Deeds.Values.Select(deed => deed.Action).Concat(DoneByItself).Select(action => action.Code)
            .Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_list_of_actions_has_every_action_once()
    {
        var declared = typeof(AuditAction).Assembly.GetTypes().SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Where(static field => field.FieldType == typeof(AuditAction)).Select(static field => ((AuditAction)field.GetValue(null)!).Code);

        Assert.Equal(declared.Order(StringComparer.Ordinal), Registered.Select(static action => action.Code));
        Assert.All(Registered, action => Assert.True(action.Chinese.Length > 0 && action.English.Length > 0 && action.Meaning.EndsWith('.')));
    }

    [Fact]
    public void Facts_are_made_in_one_place_only()
    {
        var makers = Directory.EnumerateFiles(TestKit.RepoRoot.Combine("functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bnew AuditDraft\(|\bnew AuditFacts\(|AuditFacts \w+\(.*=> new\(")).Select(Path.GetFileName);

        Assert.Equal(["AuditContext.cs"], makers);
    }

    private IReadOnlyList<AuditAction> Registered => audit.App.Services.GetRequiredService<AuditActions>().All;

    private static List<string> ChangesOf(System.Text.Json.JsonElement item) =>
    [
        .. item.GetProperty("changes").EnumerateArray()
            .Select(static change => $"{change.Text("field")}:{ValueOf(change, "before")}>{ValueOf(change, "after")}"),
    ];

    private static string? ValueOf(System.Text.Json.JsonElement change, string name) => change.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string ChainOf(Drafted draft) => $"listings/{draft.ListingId}";

    private static async Task<string> SubmissionAsync(AuditApp audit, LifecycleState state) => ChainOf((await audit.App.GivenAsync("product", state))[0]);

    private static async Task<string> RecalledAsync(AuditApp audit, string route)
    {
        var draft = (await audit.App.GivenAsync("product", LifecycleState.Submitted))[0];
        (await draft.RecallAsync(route: route)).Expect(200);
        return ChainOf(draft);
    }

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
        (await audit.Operator.SendAsync("PUT", $"/api/operations/{target}", Session.Content("""{"url":"https://example.com/hook"}""", "application/json")))
            .Expect(201);
        if (method == "PUT")
        {
            return target;
        }

        var body = below == "/replay" ? Session.Content("""{"from":"2026-01-01T00:00:00Z"}""", "application/json") : null;
        Assert.InRange((await audit.Operator.SendAsync(method, $"/api/operations/{target}{below}", body, ("If-Match", "*"))).Status, 200, 204);
        return target;
    }

    private static async Task<string> PersonAsync(AuditApp audit)
    {
        var person = new System.Text.Json.Nodes.JsonObject { ["issuer"] = "https://nowhere.example", ["subject"] = "nobody", ["reason"] = "本人申请" };
        (await audit.Operator.PostAsync("/api/operations/persons/export", person)).Expect(200);
        return "persons";
    }
}
