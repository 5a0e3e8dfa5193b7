using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Submissions.State;

/// <summary>What a step changed, for the audit trail: states and numbers, and of the content its digest.</summary>
internal static class SubmissionDiff
{
    public static IReadOnlyList<AuditChange> Between(Submission? before, Submission after)
    {
        var changes = new FieldDiff();
        changes.Add("submission", null, after.Id.ToString());
        changes.Add("submission.state", before?.State.ToString(), after.State.ToString());
        changes.Add("submission.version", Number(before?.Version), Number(after.Version));
        changes.Add("submission.statement", before?.Acceptance?.Sha256, after.Acceptance?.Sha256);
        changes.Add("submission.findings", Number(before?.Findings.Count), Number(after.Findings.Count));
        if (before?.Version != after.Version)
        {
            changes.Add("submission.content", null, ListingDiff.Digest(after.Content));
        }

        return changes.All;
    }

    /// <summary>What of it names a person.</summary>
    public static IReadOnlyList<AuditChange> BetweenPersons(Submission? before, Submission after)
    {
        var changes = new FieldDiff();
        changes.Add("submission.acceptedBy", before?.Acceptance?.AcceptedBy, after.Acceptance?.AcceptedBy);
        return changes.All;
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
