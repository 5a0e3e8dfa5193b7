using Marketplace.Functions.Findings;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Everything that is checked of a submission.</summary>
internal sealed class SubmissionChecks
{
    public static Task<IReadOnlyList<Finding>> RunAsync(StoredSubmission submission, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([]);
}
