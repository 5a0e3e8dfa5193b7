using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions.Files;

/// <summary>The files of a submission: announced here, uploaded straight to storage.</summary>
internal static class FileEndpoints
{
    /// <summary>A file of 100 MB is read through once.</summary>
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromMinutes(2);

    private const string Example = """{"fileName":"产品白皮书.pdf","contentType":"application/pdf","length":482133}""";

    public static void MapFileEndpoints(this RouteGroupBuilder submissions)
    {
        var files = submissions.MapGroup("/{id}/attachments");
        files.MapPost("", AnnounceAsync).WithName("announceAttachment").WithSummary("Announce a file; the answer says where to upload it")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentTicket>(201).Refuses("attachmentLimit", "wrongState", ProblemCodes.IdempotencyKeyReused, ProblemCodes.Busy).BodyExample(Example);
        files.MapPost("/{attachmentId}/ticket", RenewAsync).WithName("renewAttachmentTicket").WithSummary("Another hour for an upload")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentTicket>().Refuses("attachmentLimit", "uploadNotAwaited", "wrongState", ProblemCodes.Stale);
        files.MapPost("/{attachmentId}/complete", CompleteAsync).WithName("completeAttachment").WithSummary("Have an upload inspected; repeating it tells where the file stands")
            .Allow(Permissions.WriteSubmissions).Produces<AttachmentItem>().TimeLimit(CompletionLimit).ConcurrencyLimit(16)
            .Refuses("uploadChanged", "uploadDiffers", "uploadIncomplete", "uploadMissing", "wrongState");
        files.MapDelete("/{attachmentId}", RemoveAsync).WithName("removeAttachment").WithSummary("Take a file out of a draft")
            .Allow(Permissions.WriteSubmissions).Produces(204).Refuses("wrongState", ProblemCodes.Stale);
        files.MapGet("/{attachmentId}", LinkAsync).WithName("getSubmissionAttachment").WithSummary("A link to download a file of one's own, for five minutes")
            .Allow(Permissions.ReadSubmissions).Produces<DownloadLink>().Refuses("attachmentNotClean");
    }

    private static Task<IResult> AnnounceAsync(
        string id, JsonBody<AttachmentRequest> body, IdempotencyKey key, AttachFiles files, AccessScope access, CancellationToken cancellationToken) =>
        files.AnnounceAsync(id, body.Value, key, access, cancellationToken);

    private static Task<IResult> RenewAsync(string id, string attachmentId, AttachFiles files, AccessScope access, CancellationToken cancellationToken) =>
        files.RenewAsync(id, attachmentId, access, cancellationToken);

    private static Task<IResult> CompleteAsync(string id, string attachmentId, AttachFiles files, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        files.CompleteAsync(id, attachmentId, access, request.LanguageOf(), cancellationToken);

    private static Task<IResult> RemoveAsync(string id, string attachmentId, AttachFiles files, AccessScope access, TimeProvider time, CancellationToken cancellationToken) =>
        files.RemoveAsync(id, attachmentId, access, time.GetUtcNow(), cancellationToken);

    private static Task<IResult> LinkAsync(string id, string attachmentId, AttachFiles files, AccessScope access, CancellationToken cancellationToken) =>
        files.LinkAsync(id, attachmentId, access, cancellationToken);
}
