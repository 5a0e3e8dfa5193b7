using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Vendors.Profile;

/// <summary>How large a company is (企业规模).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SizeClass>))]
public enum SizeClass
{
    /// <summary>微型.</summary>
    Micro,

    /// <summary>小型.</summary>
    Small,

    /// <summary>中型.</summary>
    Medium,

    /// <summary>大型.</summary>
    Large,
}

/// <summary>What a company says about itself; limits count Unicode scalar values after NFC.</summary>
public record VendorProfile
{
    /// <summary>Name as in the licence, 2–80 characters.</summary>
    public string? Name { get; init; }

    /// <summary>How large it is.</summary>
    public SizeClass? SizeClass { get; init; }

    /// <summary>Region of its seat, a GB/T 2260 code.</summary>
    public string? Region { get; init; }

    /// <summary>Qualifications (资质), at most 30.</summary>
    public IReadOnlyList<Qualification>? Qualifications { get; init; }

    /// <summary>What it does, at most 5,000 characters of plain text with line breaks.</summary>
    public string? Introduction { get; init; }

    /// <summary>Its website, https, at most 200 characters.</summary>
    public string? Website { get; init; }
}

/// <summary>A qualification that a company holds.</summary>
/// <param name="Name">What it is called, at most 80 characters.</param>
/// <param name="Number">Number of the certificate, at most 60 characters.</param>
/// <param name="IssuedBy">Who issued it, at most 80 characters.</param>
/// <param name="ValidUntil">Last day on which it is good.</param>
public sealed record Qualification(string? Name, string? Number = null, string? IssuedBy = null, DateOnly? ValidUntil = null);

/// <summary>A profile as its vendor sends it.</summary>
public sealed record VendorProfileRequest : VendorProfile
{
    /// <summary>At most five persons or desks to ask; shown to government users only, and each look is recorded.</summary>
    public IReadOnlyList<Contact>? Contacts { get; init; }
}
