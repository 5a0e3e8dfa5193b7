using Marketplace.Functions.Checks;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Everything that is checked of a submission: its files, then what it says.</summary>
internal sealed class SubmissionChecks(CheckRunner runner)
{
    public Task<IReadOnlyList<Finding>> RunAsync(StoredSubmission stored, CancellationToken cancellationToken)
    {
        var submission = stored.Submission;
        return runner.RunAsync(new CheckSubject(submission.Id.ListingId, submission.Id.ToString(), submission.Content, []), cancellationToken);
    }
}
