using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Submissions.State;

/// <summary>What a step changed, for the audit trail: states and numbers, and of the content its digest.</summary>
internal static class SubmissionDiff
{
    public static AuditDifferences Between(Submission? before, Submission after)
    {
        var (changes, personal) = (new FieldDiff(), new FieldDiff());
        changes.Add("submission", null, after.Id.ToString());
        changes.Add("submission.state", before?.State.ToString(), after.State.ToString());
        changes.Add("submission.version", Number(before?.Version), Number(after.Version));
        changes.Add("submission.statement", before?.Acceptance?.Sha256, after.Acceptance?.Sha256);
        changes.Add("submission.findings", Number(before?.Findings.Count), Number(after.Findings.Count));
        changes.Add("submission.stuck", before?.Stuck, after.Stuck);
        if (before?.Version != after.Version)
        {
            changes.Add("submission.content", null, ListingDiff.Digest(after.Content));
        }

        personal.Add("submission.acceptedBy", before?.Acceptance?.AcceptedBy, after.Acceptance?.AcceptedBy);
        return new(changes.All, personal.All);
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
