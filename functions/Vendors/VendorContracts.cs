using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Vendors;

/// <summary>A vendor as its own staff see it.</summary>
public sealed record VendorAccount : VendorProfile
{
    private VendorAccount(VendorProfile profile)
        : base(profile)
    {
    }

    /// <summary>Its unified social credit code.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required VendorState State { get; init; }

    /// <summary>Counts every change.</summary>
    public required long Version { get; init; }

    /// <summary>Persons or desks to ask.</summary>
    public required IReadOnlyList<Contact> Contacts { get; init; }

    /// <summary>The last request for verification; absent when there is none for this name.</summary>
    public VerificationItem? Verification { get; init; }

    /// <summary>Why and since when it is suspended.</summary>
    public SuspensionItem? Suspension { get; init; }

    /// <summary>Parts of the profile that are still empty, by field.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>When it signed up.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static VendorAccount Of(Vendor vendor) => new(vendor.Profile)
    {
        Id = vendor.Code.Value,
        State = vendor.State,
        Version = vendor.Revision,
        Contacts = vendor.Contacts,
        Verification = VerificationItem.Of(vendor.Verification),
        Suspension = SuspensionItem.Of(vendor.Suspension),
        Missing = VendorProfileRules.Missing(vendor.Profile, vendor.Contacts),
        RegisteredAt = vendor.RegisteredAt,
        UpdatedAt = vendor.UpdatedAt,
    };
}

/// <summary>A request for verification and what became of it.</summary>
/// <param name="State">What became of it.</param>
/// <param name="AttachmentId">The licence.</param>
/// <param name="FileName">Its name.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="DecidedAt">When a reviewer decided.</param>
/// <param name="Reason">Reason the reviewer gave.</param>
public sealed record VerificationItem(
    VerificationState State, string AttachmentId, string FileName, DateTimeOffset RequestedAt, DateTimeOffset? DecidedAt, string? Reason)
{
    internal static VerificationItem? Of(Verification? request) =>
        request is null ? null : new(request.State, request.AttachmentId, request.FileName, request.RequestedAt, request.DecidedAt, request.Reason);
}

/// <summary>A suspension.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Reason">Reason the reviewer gave.</param>
public sealed record SuspensionItem(DateTimeOffset Since, string Reason)
{
    internal static SuspensionItem? Of(Suspension? suspension) => suspension is null ? null : new(suspension.Since, suspension.Reason);
}

/// <summary>Why a vendor is suspended or resumed.</summary>
/// <param name="Reason">The reason as it goes into the audit trail, 2–500 characters.</param>
/// <param name="Version">The version the reviewer saw.</param>
public sealed record VendorMoveRequest(string? Reason, long? Version);

/// <summary>What a reviewer can say about a licence.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<VerificationDecision>))]
public enum VerificationDecision
{
    /// <summary>It is the company's.</summary>
    Accept,

    /// <summary>It is not, for the reason given.</summary>
    Refuse,
}

/// <summary>A reviewer's decision about a request for verification.</summary>
/// <param name="Decision">accept or refuse.</param>
/// <param name="Reason">2–500 characters; required to refuse.</param>
/// <param name="Version">The version the reviewer saw.</param>
public sealed record VerificationDecisionRequest(VerificationDecision? Decision, string? Reason, long? Version);

/// <summary>The contacts of a vendor.</summary>
/// <param name="Items">All of them, at most five.</param>
public sealed record VendorContacts(IReadOnlyList<Contact> Items);

/// <summary>A vendor of the resource pool (服务商资源池) as lists show it.</summary>
/// <param name="Id">Its unified social credit code.</param>
/// <param name="Name">Its name; that beside its newest product where it has not signed up.</param>
/// <param name="Region">Region of its seat; of its newest product where it has not signed up.</param>
/// <param name="SizeClass">How large it is; absent where it has not signed up.</param>
/// <param name="IsVerified">Whether a reviewer has accepted its licence.</param>
/// <param name="Products">Published products the caller may see.</param>
/// <param name="NewestProductAt">When the newest of them was published.</param>
public sealed record VendorItem(string Id, string Name, CodeName Region, SizeClass? SizeClass, bool IsVerified, int Products, DateTimeOffset NewestProductAt);

/// <summary>A vendor's page.</summary>
/// <param name="Id">Its unified social credit code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Region of its seat.</param>
/// <param name="SizeClass">How large it is.</param>
/// <param name="State">Where it stands; absent where it has not signed up.</param>
/// <param name="Introduction">What it says about itself.</param>
/// <param name="Website">Its website.</param>
/// <param name="Qualifications">Its qualifications.</param>
/// <param name="Products">Its newest published products, at most 100.</param>
/// <param name="ProductsTotal">How many products there are.</param>
/// <param name="Cases">Cases linked with its products (应用关联产品), at most 100.</param>
/// <param name="HasContacts">Whether officials can read contacts at <c>/api/vendors/{id}/contacts</c>.</param>
public sealed record VendorDetail(
    string Id,
    string Name,
    CodeName Region,
    SizeClass? SizeClass,
    VendorState? State,
    string? Introduction,
    string? Website,
    IReadOnlyList<Qualification> Qualifications,
    IReadOnlyList<ListItem> Products,
    long ProductsTotal,
    IReadOnlyList<ListItem> Cases,
    bool HasContacts)
{
    /// <summary>The version that decisions name; to government callers only.</summary>
    public long? Version { get; init; }

    /// <summary>The last request for verification; to government callers only.</summary>
    public VerificationItem? Verification { get; init; }

    /// <summary>Why it is suspended; to government callers only.</summary>
    public SuspensionItem? Suspension { get; init; }
}

/// <summary>A vendor that waits for verification.</summary>
/// <param name="Id">Its unified social credit code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Region of its seat.</param>
/// <param name="RequestedAt">Since when it waits.</param>
/// <param name="AgeHours">Whole hours since then.</param>
/// <param name="Version">The version when the list was written; the vendor's page has the present one.</param>
public sealed record WaitingVendor(string Id, string Name, CodeName Region, DateTimeOffset RequestedAt, int AgeHours, long Version);

/// <summary>Where a vendor stands after a reviewer's action.</summary>
/// <param name="Id">Its unified social credit code.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">The version that the next decision names.</param>
/// <param name="Verification">The request for verification and its decision.</param>
/// <param name="Suspension">Why and since when it is suspended.</param>
public sealed record VendorStanding(string Id, VendorState State, long Version, VerificationItem? Verification, SuspensionItem? Suspension)
{
    internal static VendorStanding Of(Vendor vendor) =>
        new(vendor.Code.Value, vendor.State, vendor.Revision, VerificationItem.Of(vendor.Verification), SuspensionItem.Of(vendor.Suspension));
}

/// <summary>A rebuild of the resource pool that will run as soon as the queue gets to it.</summary>
/// <param name="At">When it was asked for.</param>
public sealed record VendorPoolRebuildRequested(DateTimeOffset At);
