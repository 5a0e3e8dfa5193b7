using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions;

/// <summary>Submissions (上架申请): from a draft to the hands of a reviewer.</summary>
internal static class SubmissionsSetup
{
    private const string DraftExample =
        """{"kind":"product","content":{"name":"一网统管协同平台","summary":"面向区县的事件协同处置。","themes":["governance.society"],"region":"4401"}}""";
    private const string FileExample = """{"fileName":"产品白皮书.pdf","contentType":"application/pdf","length":482133}""";

    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RerunLimit = TimeSpan.FromMinutes(3);

    /// <summary>A file of 100 MB is read through once.</summary>
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddSubmissions(this IServiceCollection services, SubmissionOptions options) => services
        .AddSingleton(options)
        .AddApiJson(SubmissionsJson.Default)
        .AddProblemTexts(typeof(SubmissionsSetup).Assembly, "Submissions/Problems.json")
        .AddAuditActions(SubmissionActions.All)
        .AddQueue(SubmissionStore.ChecksQueue)
        .AddTable(SubmissionLists.TableName)
        .AddSingleton(Store)
        .AddSingleton(provider => new SubmissionLists(provider.GetRequiredService<SubmissionStore>(), provider.Table(SubmissionLists.TableName)))
        .AddSingleton<IProjection>(provider => provider.GetRequiredService<SubmissionLists>())
        .AddChangeSource(SubmissionStore.Changed, ListingStore.Type)
        .AddSingleton<INotificationSource, SubmissionNotifications>()
        .AddAttachmentParent(ListingStore.Type, "attachment.completed")
        .AddDrafts()
        .AddChecking();

    public static void MapSubmissions(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var submissions = routes.MapHttpFunction("Submissions", "submissions");
        MapDrafts(submissions, services);
        MapFiles(submissions.MapGroup("/{id}/attachments"), services.GetRequiredService<DraftFiles>());
        MapOperations(routes.MapOperationsGroup());
        routes.MapQueueFunction<CheckSubmission>(
            "CheckSubmission",
            SubmissionStore.ChecksQueue,
            static (delivery, check, stop) => check.RunAsync(delivery, stop),
            static (delivery, check, fault) => check.GiveUpAsync(delivery, fault)).TimeLimit(TriggerLimit);
        routes.MapTimerFunction<StuckSubmissions>("FlagOverdue", "30 */2 * * * *", static (_, stuck, stop) => stuck.FlagAsync(stop)).TimeLimit(TriggerLimit);
    }

    private static IServiceCollection AddDrafts(this IServiceCollection services) => services
        .AddSingleton<SubmissionReader>()
        .AddSingleton<SubmissionView>()
        .AddSingleton<VendorNaming>()
        .AddSingleton<DraftLimit>()
        .AddSingleton<OpenSubmissions>()
        .AddSingleton<ListSubmissions>()
        .AddSingleton<ReadSubmission>()
        .AddSingleton<SaveDraft>()
        .AddSingleton<DiscardDraft>()
        .AddSingleton<SubmitDraft>()
        .AddSingleton<RecallSubmission>()
        .AddSingleton<DraftFiles>();

    private static IServiceCollection AddChecking(this IServiceCollection services) => services
        .AddSingleton<ICheck, VendorCheck>()
        .AddSingleton<IOpenTexts, OpenTexts>()
        .AddSingleton<SubmissionChecks>()
        .AddSingleton<RecheckSubmissions>()
        .AddSingleton<IAttachmentObserver>(provider => provider.GetRequiredService<RecheckSubmissions>())
        .AddSingleton<LegacyScanMessages>()
        .AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<StuckSubmissions>(provider, provider.Queue(new QueueResource(SubmissionStore.ChecksQueue).PoisonName)))
        .AddSingleton(provider => ActivatorUtilities
            .CreateInstance<CheckSubmission>(provider, new OutboxReader(provider.Table(ListingStore.Type.Table), provider.GetRequiredService<TimeProvider>())));

    private static SubmissionStore Store(IServiceProvider provider) => new(
        provider.GetRequiredService<ListingStore>(),
        provider.Table(ListingStore.Type.Table),
        new OutboxWriter(provider.Queue(SubmissionStore.ChecksQueue), SubmissionStore.Submitted, SubmissionStore.ChecksHidden) { PublishesItself = true },
        new OutboxWriter(provider.Queue(ChangeEvents.Queue), SubmissionStore.Changed));

    private static void MapDrafts(RouteGroupBuilder submissions, IServiceProvider services)
    {
        var (open, recall) = (services.GetRequiredService<OpenSubmissions>(), services.GetRequiredService<RecallSubmission>());
        submissions.MapPost("", open.OpenAsync).WithName("openSubmission").WithSummary("Open a draft for a new listing, or a revision of a published one")
            .Allow(Permissions.WriteSubmissions).Refuses("draftLimit", "revisionOpen", "listingWithdrawn", "vendorProfileMissing", "vendorSuspended",
                ProblemCodes.IdempotencyKeyReused).BodyExample(DraftExample);
        submissions.MapPost("/{id}/copy", open.CopyAsync).WithName("copySubmission")
            .WithSummary("Open a draft for a new listing with the content of another submission; files are not copied")
            .Allow(Permissions.WriteSubmissions).Refuses("draftLimit", "vendorProfileMissing", "vendorSuspended", ProblemCodes.IdempotencyKeyReused);
        submissions.MapGet("", services.GetRequiredService<ListSubmissions>().RunAsync).WithName("listSubmissions")
            .WithSummary("The caller's own submissions, newest first")
            .Allow(Permissions.ReadSubmissions).Reads(ListSubmissions.States, ListSubmissions.Kinds, Paging.Limit, Paging.Cursor)
                .Produces<Page<SubmissionItem>>();
        submissions.MapGet("/{id}", services.GetRequiredService<ReadSubmission>().RunAsync).WithName("getSubmission")
            .WithSummary("One submission with all a client needs to follow it")
            .Allow(Permissions.ReadSubmissions).Produces<SubmissionDetail>();
        submissions.MapPut("/{id}", services.GetRequiredService<SaveDraft>().RunAsync).WithName("saveSubmission")
            .WithSummary("Save a draft; what is missing is listed as issues, not refused")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>().Refuses("wrongState");
        submissions.MapDelete("/{id}", services.GetRequiredService<DiscardDraft>().RunAsync).WithName("discardSubmission").WithSummary("Discard a draft")
            .Allow(Permissions.WriteSubmissions).Produces(204).Refuses("wrongState");
        submissions.MapPost("/{id}/submit", services.GetRequiredService<SubmitDraft>().RunAsync).WithName("submitSubmission")
            .WithSummary("Accept the service statement and submit")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>(202).Refuses("wrongState");
        submissions.MapPost("/{id}/recall", recall.RunAsync).WithName("recallSubmission")
            .WithSummary("Recall a submission to edit it: it becomes a draft again")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>().Refuses("wrongState");
        submissions.MapPost("/{id}/withdraw", recall.RunAsync).WithName("withdrawSubmission")
            .WithSummary("The same as recall, under the name that clients have used so far")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>().Refuses("wrongState");
    }

    private static void MapFiles(RouteGroupBuilder files, DraftFiles draft)
    {
        files.MapPost("", draft.AnnounceAsync).WithName("announceAttachment").WithSummary("Announce a file; the response says where to upload it")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentTicket>(201)
                .Refuses("attachmentLimit", "wrongState", ProblemCodes.IdempotencyKeyReused, ProblemCodes.Busy).BodyExample(FileExample);
        files.MapPost("/{attachmentId}/ticket", draft.RenewAsync).WithName("renewAttachmentTicket").WithSummary("Another hour for an upload")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentTicket>().Refuses("attachmentLimit", "uploadNotAwaited", "wrongState", ProblemCodes.Stale);
        files.MapPost("/{attachmentId}/complete", draft.CompleteAsync).WithName("completeAttachment")
            .WithSummary("Have an upload inspected; a repeat returns the file's state")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentItem>().TimeLimit(CompletionLimit).ConcurrencyLimit(8).RateLimit(RateClass.Costly)
            .Refuses("uploadAttempts", "uploadChanged", "uploadDiffers", "uploadIncomplete", "uploadMissing", "wrongState");
        files.MapDelete("/{attachmentId}", draft.RemoveAsync).WithName("removeAttachment").WithSummary("Remove a file from a draft")
            .Allow(Permissions.WriteSubmissions).Produces(204).Refuses("wrongState", ProblemCodes.Stale);
        files.MapGet("/{attachmentId}", draft.LinkAsync).WithName("getSubmissionAttachment")
            .WithSummary("A link to download a file of one's own, valid for five minutes")
            .Allow(Permissions.ReadSubmissions).Produces<DownloadLink>().Refuses("attachmentNotClean");
    }

    private static void MapOperations(RouteGroupBuilder operations)
    {
        operations.MapGet("/submissions/stuck", CheckOperations.ListStuckAsync).WithName("listStuckSubmissions")
            .WithSummary("Submissions that are stuck in the checks, longest first")
            .Allow(Permissions.RecheckSubmissions);
        operations.MapPost("/checks/rerun", CheckOperations.RerunAsync).WithName("rerunChecks")
            .WithSummary("Check again whatever waits for its checks or a reviewer")
            .Allow(Permissions.RecheckSubmissions).Reads(CheckOperations.Stuck).TimeLimit(RerunLimit).ConcurrencyLimit(1);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewSubmission))]
[JsonSerializable(typeof(SavedContent))]
[JsonSerializable(typeof(AcceptedStatement))]
[JsonSerializable(typeof(RecallRequest))]
[JsonSerializable(typeof(SubmissionDetail))]
[JsonSerializable(typeof(Page<SubmissionItem>), TypeInfoPropertyName = "SubmissionPage")]
[JsonSerializable(typeof(StuckList))]
[JsonSerializable(typeof(RerunReport))]
internal sealed partial class SubmissionsJson : JsonSerializerContext;
