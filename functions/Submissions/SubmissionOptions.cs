namespace Marketplace.Functions.Submissions;

/// <summary>How submissions are treated in this instance.</summary>
/// <param name="MostDrafts">Drafts that a company or a department has at once at most.</param>
internal sealed record SubmissionOptions(int MostDrafts);
