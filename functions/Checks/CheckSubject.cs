using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Checks;

/// <summary>What is checked.</summary>
/// <param name="ListingId">The listing that the submission belongs to.</param>
/// <param name="SubmissionId">The submission.</param>
/// <param name="Content">What it says.</param>
/// <param name="AttachmentFindings">What was found in its attachments; passed on as it is.</param>
internal sealed record CheckSubject(string ListingId, string SubmissionId, ListingContent Content, IReadOnlyList<Finding> AttachmentFindings)
{
    /// <summary>Whether the submitter may see listings for the government alone: only vendors, who submit products, may not.</summary>
    public bool IsFromGovernment => Content.Kind is not ListingKind.Product;
}
