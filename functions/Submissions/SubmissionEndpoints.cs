using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions;

/// <summary>Submissions (上架申请) as their owners see them: drafts, files, handing in, following.</summary>
internal static class SubmissionEndpoints
{
    private const string Example = """{"kind":"product","content":{"name":"一网统管协同平台","summary":"面向区县的事件协同处置。","themes":["governance.society"],"region":"4401"}}""";

    public static void MapSubmissionEndpoints(this RouteGroupBuilder submissions)
    {
        submissions.MapPost("", OpenAsync).WithName("openSubmission").WithSummary("Begin a draft for a new entry, or a revision of a published one")
            .Allow(Permissions.WriteSubmissions).Refuses("revisionOpen", "listingWithdrawn", "vendorProfileMissing", "vendorSuspended", ProblemCodes.IdempotencyKeyReused).BodyExample(Example);
        submissions.MapPost("/{id}/copy", CopyAsync).WithName("copySubmission").WithSummary("Begin a draft for a new entry with the content of another submission; files are not copied")
            .Allow(Permissions.WriteSubmissions).Refuses("vendorProfileMissing", "vendorSuspended", ProblemCodes.IdempotencyKeyReused);
        submissions.MapGet("", ListAsync).WithName("listSubmissions").WithSummary("One's own submissions, newest first")
            .Allow(Permissions.ReadSubmissions).Reads(ListSubmissions.States, ListSubmissions.Kinds, Paging.Limit, Paging.Cursor).Produces<Page<SubmissionItem>>();
        submissions.MapGet("/{id}", ReadAsync).WithName("getSubmission").WithSummary("One submission with all a client needs to follow it").Allow(Permissions.ReadSubmissions).Produces<SubmissionDetail>();
        submissions.MapPut("/{id}", SaveAsync).WithName("saveSubmission").WithSummary("Save a draft; what is missing is told, not refused")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>().Refuses("wrongState");
        submissions.MapDelete("/{id}", DiscardAsync).WithName("discardSubmission").WithSummary("Give a draft up").Allow(Permissions.WriteSubmissions).Produces(204).Refuses("wrongState");
        submissions.MapPost("/{id}/submit", SubmitAsync).WithName("submitSubmission").WithSummary("Accept the service statement and hand in")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>(202).Refuses("wrongState");
        submissions.MapPost("/{id}/withdraw", TakeBackAsync).WithName("takeBackSubmission").WithSummary("Take a submission back to write on")
            .Allow(Permissions.WriteSubmissions).Produces<SubmissionDetail>().Refuses("wrongState");
    }

    private static Task<IResult> OpenAsync(
        JsonBody<NewSubmission> body, IdempotencyKey key, OpenSubmissions open, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        open.OpenAsync(body.Value, CreationRequest.Of(access, Audited.By(access, trace, time), request.LanguageOf(), key, body.Digest), cancellationToken);

    private static Task<IResult> CopyAsync(
        string id, IdempotencyKey key, OpenSubmissions open, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        open.CopyAsync(id, CreationRequest.Of(access, Audited.By(access, trace, time), request.LanguageOf(), key, id), cancellationToken);

    private static Task<IResult> ListAsync(QueryValues query, ListSubmissions list, AccessScope access, CancellationToken cancellationToken) => list.RunAsync(query, access, cancellationToken);

    private static Task<IResult> ReadAsync(string id, WriteSubmissions write, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        write.ReadAsync(id, access, request.LanguageOf(), cancellationToken);

    private static Task<IResult> SaveAsync(
        string id, JsonBody<SavedContent> body, IfMatch ifMatch, WriteSubmissions write, AccessScope access, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        write.SaveAsync(id, body.Value, ifMatch, access, request.LanguageOf(), time.GetUtcNow(), cancellationToken);

    private static Task<IResult> DiscardAsync(
        string id, IfMatch ifMatch, WriteSubmissions write, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        write.DiscardAsync(id, ifMatch, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> SubmitAsync(
        string id, JsonBody<AcceptedStatement> body, IfMatch ifMatch, HandInSubmissions handIn, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        handIn.SubmitAsync(id, body.Value, ifMatch, access, Audited.By(access, trace, time), request.LanguageOf(), cancellationToken);

    private static Task<IResult> TakeBackAsync(
        string id, JsonBody<TakenBack> body, IfMatch ifMatch, HandInSubmissions handIn, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        handIn.TakeBackAsync(id, body.Value, ifMatch, access, Audited.By(access, trace, time), request.LanguageOf(), cancellationToken);
}
