using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Discards a draft: its content goes, its history stays.</summary>
internal sealed class DiscardDraft(SubmissionStore submissions, SubmissionLists lists)
{
    public Task<IResult> RunAsync(string id, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken) => submissions.ChangeAsync(
        id,
        new(SubmissionActions.Discarded, submission => Discard(submission, context.Now))
        {
            IsVisible = context.Owns,
            IfMatch = ifMatch,
            Commit = async (change, stop) =>
            {
                var outcome = await submissions.CommitAsync(change, stop);
                await lists.TryShowAsync(change.After.Id.ListingId, stop);
                return outcome;
            },
            Respond = static (_, _) => ApiResults.NoContent(),
        },
        context,
        cancellationToken);

    private static Decided<Submission> Discard(Submission submission, DateTimeOffset now)
    {
        var decided = SubmissionRules.Move(submission, LifecycleAction.Discard, now, null);
        return decided.IsRefused ? decided : decided.Value with { Content = SubmissionReader.OwnerOnly(submission.Content) };
    }
}
