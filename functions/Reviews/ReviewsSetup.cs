using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Reviews;

/// <summary>Reviewing (审核): the queue of a region, claims, decisions.</summary>
internal static class ReviewsSetup
{
    private static readonly TimeSpan TimerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddApiJson(ReviewsJson.Default)
        .AddProblemTexts(typeof(ReviewsSetup).Assembly, "Reviews/Problems.json")
        .AddSingleton<ReviewQueue>()
        .AddSingleton<ReviewView>()
        .AddSingleton<ReviewWork>()
        .AddSingleton<ReviewDecisions>()
        .AddSingleton<ReleaseClaims>();

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var (queue, work, decisions) =
            (services.GetRequiredService<ReviewQueue>(), services.GetRequiredService<ReviewWork>(), services.GetRequiredService<ReviewDecisions>());
        var reviews = routes.MapHttpFunction("Reviews", "reviews").MapGroup("").Allow(Permissions.ReviewSubmissions);
        reviews.MapGet("", queue.RunAsync).WithName("listReviews")
            .WithSummary("Submissions that wait for reviewers in the caller's region, longest waiting first")
            .Reads(queue.Parameters).Produces<ReviewPage>();
        reviews.MapGet("/{id}", work.ReadAsync).WithName("getReview").WithSummary("One submission with findings and what it would change")
            .Produces<ReviewDetail>();
        reviews.MapGet("/{id}/attachments/{attachmentId}", work.LinkAsync).WithName("getReviewAttachment")
            .WithSummary("A link to download one of its files, valid for five minutes")
            .Produces<DownloadLink>().Refuses("attachmentNotClean");
        reviews.MapPost("/{id}/claim", work.ClaimAsync).WithName("claimReview").WithSummary("Claim a submission for three working days")
            .Produces<ReviewDetail>().Refuses("claimedByOther", "ownSubmission", "wrongState", ProblemCodes.Stale);
        reviews.MapPost("/{id}/release", work.ReleaseAsync).WithName("releaseReview").WithSummary("Release a claim")
            .Produces<ReviewDetail>().Refuses("notClaimed", "wrongState", ProblemCodes.Stale);
        reviews.MapPost("/{id}/decision", decisions.DecideAsync).WithName("decideReview")
            .WithSummary("Publish, request changes, or reject the version that was looked at")
            .Produces<ReviewDetail>()
            .Refuses("attachmentsNotScanned", "notClaimed", "ownSubmission", "publishedVersionChanged", "listingWithdrawn", "vendorProfileMissing",
                "vendorSuspended", "wrongState", ProblemCodes.Stale)
            .BodyExample("""{"decision":"requestChanges","version":1,"reason":"请补充部署费用的计价依据。"}""");
        routes.MapTimerFunction<ReleaseClaims>("ReleaseClaims", "0 */15 * * * *", static (_, claims, stop) => claims.RunAsync(stop)).TimeLimit(TimerLimit);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(ReviewDetail))]
[JsonSerializable(typeof(ReviewPage))]
internal sealed partial class ReviewsJson : JsonSerializerContext;
