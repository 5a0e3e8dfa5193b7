using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Vendors.State;

/// <summary>Where a vendor stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<VendorState>))]
public enum VendorState
{
    /// <summary>Signed up; nobody has looked at the licence of this name (已注册).</summary>
    Registered,

    /// <summary>A reviewer has accepted the licence (已认证).</summary>
    Verified,

    /// <summary>A reviewer has taken it out of sight (已暂停).</summary>
    Suspended,
}

/// <summary>A company (服务商): its profile, what was found out about it, and where it stands.</summary>
internal sealed record Vendor
{
    public required CreditCode Code { get; init; }

    /// <summary>Counts every change; decisions and edits name the one they saw.</summary>
    public required long Revision { get; init; }

    public required VendorProfile Profile { get; init; }

    /// <summary>Personal data: kept apart from the profile, so that it can be erased.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>The last request for verification, if it still says something about the profile.</summary>
    public Verification? Verification { get; init; }

    /// <summary>Why and since when it is suspended.</summary>
    public Suspension? Suspension { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Suspension hides the state beneath it and does not change it.</summary>
    public VendorState State => Suspension is not null ? VendorState.Suspended
        : Verification?.State is VerificationState.Accepted ? VendorState.Verified : VendorState.Registered;

    public Owner Owner => new(Profile.Region, Company: Code);
}

/// <summary>A suspension.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Reason">Reason the reviewer gave.</param>
public sealed record Suspension(DateTimeOffset Since, string Reason);
