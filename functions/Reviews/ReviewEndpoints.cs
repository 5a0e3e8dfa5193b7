using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Reviews;

/// <summary>Reviewing (审核): the queue of a region, claims, decisions.</summary>
internal static class ReviewEndpoints
{
    private static readonly TimeSpan TimerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<ReviewQueue>()
        .AddSingleton<ReviewSubmissions>()
        .AddSingleton<ReleaseClaims>();

    public static void MapReviews(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var reviews = routes.MapHttpFunction("Reviews", "reviews").MapGroup("").Allow(Permissions.ReviewSubmissions);
        reviews.MapGet("", ListAsync).WithName("listReviews").WithSummary("What waits for reviewers in one's region, longest waiting first")
            .Reads(services.GetRequiredService<ReviewQueue>().Parameters).Produces<ReviewPage>();
        reviews.MapGet("/{id}", ReadAsync).WithName("getReview").WithSummary("One submission with findings and what it would change").Produces<ReviewDetail>();
        reviews.MapGet("/{id}/attachments/{attachmentId}", LinkAsync).WithName("getReviewAttachment").WithSummary("A link to download one of its files, for five minutes")
            .Produces<DownloadLink>().Refuses("attachmentNotClean");
        reviews.MapPost("/{id}/claim", ClaimAsync).WithName("claimReview").WithSummary("Take a submission in hand for three working days")
            .Produces<ReviewDetail>().Refuses("claimedByOther", "ownSubmission", "wrongState", ProblemCodes.Stale);
        reviews.MapPost("/{id}/release", ReleaseAsync).WithName("releaseReview").WithSummary("Give it back to the pool")
            .Produces<ReviewDetail>().Refuses("notClaimed", "wrongState", ProblemCodes.Stale);
        reviews.MapPost("/{id}/decision", DecideAsync).WithName("decideReview").WithSummary("Publish, request changes, or reject the version that was looked at")
            .Produces<ReviewDetail>().Refuses("attachmentsNotScanned", "notClaimed", "ownSubmission", "publishedVersionChanged", "listingWithdrawn", "vendorProfileMissing", "vendorSuspended", "wrongState", ProblemCodes.Stale)
            .BodyExample("""{"decision":"requestChanges","version":1,"reason":"请补充部署费用的计价依据。"}""");

        routes.MapTimerFunction<ReleaseClaims>("ReleaseClaims", "0 */15 * * * *", static (_, claims, stop) => claims.RunAsync(stop)).TimeLimit(TimerLimit);
        routes.MapTimerFunction<StuckSubmissions>("FlagOverdue", "30 */2 * * * *", static (_, stuck, stop) => stuck.FlagAsync(stop)).TimeLimit(TimerLimit);
    }

    private static Task<IResult> ListAsync(QueryValues query, ReviewQueue queue, AccessScope access, CancellationToken cancellationToken) => queue.RunAsync(query, access.Caller, cancellationToken);

    private static Task<IResult> ReadAsync(string id, ReviewSubmissions reviews, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        reviews.ReadAsync(id, access, request.LanguageOf(), cancellationToken);

    private static Task<IResult> LinkAsync(string id, string attachmentId, ReviewSubmissions reviews, AccessScope access, CancellationToken cancellationToken) =>
        reviews.LinkAsync(id, attachmentId, access, cancellationToken);

    private static Task<IResult> ClaimAsync(
        string id, ReviewSubmissions reviews, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        reviews.ClaimAsync(id, access, Audited.By(access, trace, time), request.LanguageOf(), cancellationToken);

    private static Task<IResult> ReleaseAsync(
        string id, ReviewSubmissions reviews, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        reviews.ReleaseAsync(id, access, Audited.By(access, trace, time), request.LanguageOf(), cancellationToken);

    private static Task<IResult> DecideAsync(
        string id, JsonBody<DecisionRequest> body, ReviewSubmissions reviews, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        reviews.DecideAsync(id, body.Value, access, Audited.By(access, trace, time), request.LanguageOf(), cancellationToken);
}
