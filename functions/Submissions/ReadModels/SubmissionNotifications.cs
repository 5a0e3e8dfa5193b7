using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Submissions.ReadModels;

/// <summary>What owners hear of their submissions and listings, reviewers of claims that ran out, operators of what is stuck.</summary>
internal sealed class SubmissionNotifications(SubmissionStore store) : INotificationSource
{
    public string Chains => ListingStore.Type.Name;

    public async Task<NotificationSubject?> FindAsync(string partition, CancellationToken cancellationToken)
    {
        if (await store.ReadLastAsync(partition, cancellationToken) is not { Listing: var listing, Submission: var submission })
        {
            return null;
        }

        var content = submission?.Content ?? listing.Content;
        var owner = listing.Owner switch
        {
            { Company: { } company } => Recipient.Company(company),
            { Department: { } department } => Recipient.Department(department),
            _ => submission is null ? Recipient.Operators : Recipient.Person(submission.Author),
        };
        return new NotificationSubject(owner, content.Name ?? listing.Content.Name
            ?? partition, content.Region)
        { ListingId = partition, Vendor = listing.Owner.Company?.Value };
    }

    public IEnumerable<(string Code, Recipient Recipient)> Tell(AuditRecord record, NotificationSubject subject)
    {
        if (record.Action == SubmissionActions.Released.Code)
        {
            return record.Role == AuditActor.System.Role && subject.Region is { } region ? [("submission.claimReturned", Recipient.Reviewers(region))] : [];
        }

        if (record.Action == SubmissionActions.Stuck.Code)
        {
            return [("submission.stuck", subject.Owner), ("submission.stuck", Recipient.Operators)];
        }

        return CodeOf(record) is { } code ? [(code, subject.Owner)] : [];
    }

    private static string? CodeOf(AuditRecord record) => record.Action switch
    {
        var action when action == SubmissionActions.Checked.Code => IsRejected(record) ? "submission.rejected" : "submission.inReview",
        var action when action == SubmissionActions.ChangesRequested.Code => "submission.changesRequested",
        var action when action == SubmissionActions.Rejected.Code => "submission.rejected",
        var action when action == ListingActions.Published.Code => "submission.published",
        var action when action == ListingActions.Suspended.Code => "listing.suspended",
        var action when action == ListingActions.Resumed.Code => "listing.resumed",
        var action when action == ListingActions.Withdrawn.Code => "listing.withdrawn",
        _ => null,
    };

    private static bool IsRejected(AuditRecord record) =>
        record.Changes.Any(change => change.Field == "submission.state" && change.After == nameof(LifecycleState.Rejected));
}
