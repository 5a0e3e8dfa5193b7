using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>A vendor's licences.</summary>
/// <param name="Items">All of them but removed ones.</param>
public sealed record LicenceList(IReadOnlyList<AttachmentItem> Items);

/// <summary>A request for verification.</summary>
/// <param name="AttachmentId">The licence, uploaded before; its scan may still be under way.</param>
public sealed record VerificationRequest(string? AttachmentId);

/// <summary>The licence that the last request for verification names, as a reviewer needs it to decide.</summary>
/// <param name="Version">The version that the decision names.</param>
/// <param name="Name">The vendor's name, to be compared.</param>
/// <param name="Link">Downloads the licence for five minutes.</param>
/// <param name="Findings">What was found in the file.</param>
public sealed record VendorLicence(long Version, string Name, DownloadLink Link, IReadOnlyList<FindingItem> Findings);
