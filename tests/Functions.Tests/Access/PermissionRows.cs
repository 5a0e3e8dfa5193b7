using System.Text.Json.Nodes;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.Audit;
using Marketplace.Functions.Tests.Checks;
using Marketplace.Functions.Tests.Persons;
using Marketplace.Functions.Tests.Submissions;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.Functions.Vendors.State;
using static Marketplace.Functions.Access.Permissions;

namespace Marketplace.Functions.Tests.Access;

/// <summary>Every endpoint of the app by its name, the permission it keeps to, and how to call it.</summary>
internal static class PermissionRows
{
    public static readonly IReadOnlyDictionary<string, PermissionRow> ByEndpoint = new Dictionary<string, PermissionRow>
    {
        ["getThemes"] = PermissionRow.Get(ReadReference, "/api/reference/themes"),
        ["getRegions"] = PermissionRow.Get(ReadReference, "/api/reference/regions"),
        ["getDepartments"] = PermissionRow.Get(ReadReference, "/api/reference/departments"),
        ["getReuseModels"] = PermissionRow.Get(ReadReference, "/api/reference/reuse-models"),
        ["getServiceStatement"] = PermissionRow.Get(ReadReference, "/api/reference/service-statement"),
        ["searchListings"] = PermissionRow.Get(ReadListings, "/api/listings"),
        ["suggestListings"] = PermissionRow.Get(ReadListings, "/api/listings/suggest?q=a"),
        ["getListing"] = PermissionRow.Get(ReadListings, "/api/listings/{id}"),
        ["getListingVersions"] = PermissionRow.Get(ReadListings, "/api/listings/{id}/versions"),
        ["getRelatedListings"] = PermissionRow.Get(ReadListings, "/api/listings/{id}/related"),
        ["getListingContact"] = PermissionRow.Get(ReadContacts, "/api/listings/{id}/contact"),
        ["exportListings"] = PermissionRow.Get(ExportListings, "/api/listings/export"),
        ["importListings"] = new(ImportListings, (caller, _) => caller.ImportAsync("", dryRun: true)),
        ["suspendListing"] = PermissionRow.Move(SuspendListings, "suspend"),
        ["resumeListing"] = PermissionRow.Move(ResumeListings, "resume") with { NeedsSuspended = true },
        ["withdrawListing"] = PermissionRow.Move(WithdrawListings, "withdraw"),
        ["listVendors"] = PermissionRow.Get(ReadVendors, "/api/vendors"),
        ["getVendor"] = PermissionRow.Get(ReadVendors, "/api/vendors/{id}") with { Given = VendorCalls.InPoolAsync },
        ["getVendorContacts"] = PermissionRow.Get(ReadContacts, "/api/vendors/{id}/contacts") with { Given = VendorCalls.InPoolAsync },
        ["listVendorVerifications"] = PermissionRow.Get(VerifyVendors, "/api/vendors/verifications"),
        ["rebuildVendorPool"] = PermissionRow.Post(RebuildVendorPool, "/api/operations/vendor-pool/rebuild"),
        ["getOwnVendor"] = PermissionRow.Get(ReadOwnVendor, "/api/vendors/me") with { Given = VendorCalls.BothCompaniesAsync },
        ["putOwnVendor"] = new(KeepVendor, VendorCalls.PutAsync) { Given = VendorCalls.BothCompaniesAsync },
        ["listOwnLicences"] = PermissionRow.Get(ReadOwnVendor, "/api/vendors/me/licence"),
        ["announceLicence"] = new(KeepVendor, (caller, _) => caller.AnnounceLicenceAsync(LicenceSteps.Pdf)) { Given = VendorCalls.BothCompaniesAsync },
        ["completeLicence"] = new(KeepVendor, VendorCalls.CompleteLicenceAsync) { Given = VendorCalls.BothLicencesAsync },
        ["requestVendorVerification"] = new(KeepVendor, VendorCalls.RequestAsync) { Given = VendorCalls.BothLicencesAsync },
        ["getVendorLicence"] = PermissionRow.Get(ReadLicences, "/api/vendors/{id}/licence") with { ChangesListing = true, Given = VendorCalls.AwaitingAsync },
        ["decideVendorVerification"] = new(VerifyVendors, (caller, code) =>
            VendorCalls.DecideAsync(caller, code))
        { ChangesListing = true, Given = app => app.GivenVendorAsync(VendorStage.AwaitingVerification) },
        ["suspendVendor"] = new(SuspendVendors, (caller, code) =>
            VendorCalls.MoveAsync(caller, code, "suspend", 1))
        { ChangesListing = true, Given = app => app.GivenVendorAsync(VendorStage.Registered) },
        ["resumeVendor"] = new(ResumeVendors, (caller, code) =>
            VendorCalls.MoveAsync(caller, code, "resume", 2))
        { ChangesListing = true, Given = app => app.GivenVendorAsync(VendorStage.Suspended) },
        ["openSubmission"] = new(WriteSubmissions, SubmissionCalls.OpenAsync) { Given = VendorCalls.BothCompaniesAsync },
        ["listSubmissions"] = PermissionRow.Get(ReadSubmissions, "/api/submissions"),
        ["getSubmission"] = SubmissionCalls.Own(ReadSubmissions, LifecycleState.Draft, (caller, id) => caller.GetAsync($"/api/submissions/{id}")),
        ["copySubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Draft, (caller, id) =>
            caller.SendAsync("POST", $"/api/submissions/{id}/copy", null)),
        ["saveSubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Draft, SubmissionCalls.SaveAsync),
        ["discardSubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Draft, (caller, id) =>
            caller.SendAsync("DELETE", $"/api/submissions/{id}", null, ("If-Match", "*"))),
        ["submitSubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Draft, SubmissionCalls.SubmitAsync),
        ["recallSubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Submitted, (caller, id) =>
            caller.PostAsync($"/api/submissions/{id}/recall", new JsonObject(), ("If-Match", "*"))),
        ["withdrawSubmission"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Submitted, (caller, id) =>
            caller.PostAsync($"/api/submissions/{id}/withdraw", new JsonObject(), ("If-Match", "*"))),
        ["announceAttachment"] = SubmissionCalls.Own(WriteSubmissions, LifecycleState.Draft, FileCalls.AnnounceAsync),
        ["renewAttachmentTicket"] = FileCalls.Own(WriteSubmissions, FileStage.Announced, (caller, path) => caller.SendAsync("POST", $"{path}/ticket", null)),
        ["completeAttachment"] = FileCalls.Own(WriteSubmissions, FileStage.Uploaded, (caller, path) => caller.SendAsync("POST", $"{path}/complete", null)),
        ["removeAttachment"] = FileCalls.Own(WriteSubmissions, FileStage.Announced, (caller, path) => caller.SendAsync("DELETE", path, null)),
        ["getSubmissionAttachment"] = FileCalls.Own(ReadSubmissions, FileStage.Checked, (caller, path) => caller.GetAsync(path)),
        ["getReviewAttachment"] = FileCalls.Own(ReviewSubmissions, FileStage.Checked, (caller, path) =>
            caller.GetAsync(path.Replace("submissions", "reviews", StringComparison.Ordinal))),
        ["getListingAttachment"] = new(ReadListings, (caller, path) => caller.GetAsync(path)) { Given = FileCalls.PublishedAsync },
        ["listStuckSubmissions"] = PermissionRow.Get(RecheckSubmissions, "/api/operations/submissions/stuck"),
        ["rerunChecks"] = PermissionRow.Post(RecheckSubmissions, "/api/operations/checks/rerun?stuck=true"),
        ["listReviews"] = PermissionRow.Get(ReviewSubmissions, "/api/reviews"),
        ["getReview"] = SubmissionCalls.InRegion(LifecycleState.Submitted, (caller, id) => caller.GetAsync($"/api/reviews/{id}")),
        ["claimReview"] = SubmissionCalls.InRegion(LifecycleState.InReview, SubmissionCalls.ClaimAsync),
        ["releaseReview"] = SubmissionCalls.InRegion(LifecycleState.InReview, SubmissionCalls.ReleaseAsync),
        ["decideReview"] = SubmissionCalls.InRegion(LifecycleState.InReview, SubmissionCalls.DecideAsync),
        ["rebuildIndex"] = PermissionRow.Post(RebuildIndex, "/api/operations/index/rebuild"),
        ["listPoison"] = PermissionRow.Get(ReadPoison, "/api/operations/poison"),
        ["replayPoison"] = PermissionRow.Post(ReplayPoison, "/api/operations/poison/replay"),
        ["findAuditEntries"] = PermissionRow.Get(ReadAudit, "/api/operations/audit"),
        ["listAuditActions"] = PermissionRow.Get(ReadAudit, "/api/operations/audit/actions"),
        ["verifyAudit"] = PermissionRow.Post(VerifyAudit, "/api/operations/audit/verify"),
        ["exportAudit"] = PermissionRow.Get(ExportAudit, "/api/operations/audit/export"),
        ["exportAuditAnchors"] = PermissionRow.Get(ExportAudit, "/api/operations/audit/anchors"),
        ["listAuditBreaks"] = PermissionRow.Get(ReadAudit, "/api/operations/audit/breaks"),
        ["acknowledgeAuditBreak"] = new(AcknowledgeBreaks, (caller, id) => caller.AcknowledgeBreakAsync(id)) { Given = BreakSteps.AcknowledgedAsync },
        ["rebuildAuditIndex"] = PermissionRow.Post(RebuildAudit, "/api/operations/audit/rebuild"),
        ["exportPerson"] = PermissionRow.AboutPerson(ExportPersons, "export"),
        ["erasePerson"] = PermissionRow.AboutPerson(ErasePersons, "erase"),
        ["getErasure"] = PermissionRow.Get(ErasePersons, "/api/operations/persons/erasures/{id}") with { Given = ErasureSteps.RequestedAsync },
        ["confirmErasure"] = new(ConfirmErasures, (caller, id) => caller.ConfirmErasureAsync(id)) { Given = ErasureSteps.RequestedAsync },
        ["getMe"] = PermissionRow.Get(ReadMe, "/api/me"),
        ["listNotifications"] = PermissionRow.Get(ReadNotifications, "/api/me/notifications"),
        ["countUnreadNotifications"] = PermissionRow.Get(ReadNotifications, "/api/me/notifications/unread"),
        ["markNotificationsRead"] = new(MarkNotifications, (caller, _) =>
            caller.PostAsync("/api/me/notifications/read", new JsonObject { ["upTo"] = "2026-01-01T00:00:00Z" })),
        ["listCheckData"] = PermissionRow.Get(ReadCheckData, "/api/operations/checks/data"),
        ["getCheckData"] = PermissionRow.Get(ReadCheckData, "/api/operations/checks/data/sensitive-terms"),
        ["replaceCheckData"] = new(ReplaceCheckData, (caller, _) => caller.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small())),
        ["restoreCheckData"] = new(ReplaceCheckData, (caller, _) =>
            caller.SendAsync("DELETE", "/api/operations/checks/data/contact-patterns", null, ("If-Match", "*"))),
        ["listWebhooks"] = PermissionRow.Get(ReadWebhooks, "/api/operations/webhooks"),
        ["getWebhook"] = PermissionRow.AboutWebhook(ReadWebhooks, "GET"),
        ["listWebhookDeliveries"] = PermissionRow.AboutWebhook(ReadWebhooks, "GET", "/deliveries"),
        ["configureWebhook"] = PermissionRow.AboutWebhook(ConfigureWebhooks, "PUT", "", new JsonObject { ["url"] = "https://example.com/hook" }),
        ["removeWebhook"] = PermissionRow.AboutWebhook(ConfigureWebhooks, "DELETE"),
        ["rotateWebhookSecret"] = PermissionRow.AboutWebhook(ConfigureWebhooks, "POST", "/secret"),
        ["replayWebhook"] = PermissionRow.AboutWebhook(ReplayWebhooks, "POST", "/replay", new JsonObject { ["from"] = "2026-01-01T00:00:00Z" }),
        ["readHealth"] = PermissionRow.Get(null, "/api/health"),
        ["readApiDocument"] = PermissionRow.Get(null, "/api/openapi.json"),
    };
}
