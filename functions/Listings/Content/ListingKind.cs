using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Content;

/// <summary>Which of the three lists (三大清单) a listing belongs to.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ListingKind>))]
public enum ListingKind
{
    /// <summary>Applied case of a department (政府应用案例).</summary>
    Case,

    /// <summary>Product of a vendor (服务商产品).</summary>
    Product,

    /// <summary>Public capability of the province (公共服务能力).</summary>
    Capability,
}

/// <summary>Who may see a published listing.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Audience>))]
public enum Audience
{
    /// <summary>Anyone the instance serves.</summary>
    Everyone,

    /// <summary>Government users, reviewers and operators only.</summary>
    Government,
}
