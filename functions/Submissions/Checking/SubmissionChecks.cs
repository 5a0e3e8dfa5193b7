using Marketplace.Functions.Attachments;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Everything that is checked of a submission: its files, then what it says.</summary>
internal sealed class SubmissionChecks(SubmissionStore store, ScanAttachments scan, CheckRunner runner)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(Submission submission, CancellationToken cancellationToken)
    {
        await scan.SettleAsync(SubmissionFiles.ParentOf(submission.Id.ListingId), cancellationToken);
        var files = await store.ReadAsync(submission.Id, cancellationToken) is { } stored ? SubmissionFiles.Of(stored) : [];
        var subject = new CheckSubject(submission.Id.ListingId, submission.Id.ToString(), submission.Content, [.. files.SelectMany(file => file.Findings)]);
        return await runner.RunAsync(subject, cancellationToken);
    }
}
