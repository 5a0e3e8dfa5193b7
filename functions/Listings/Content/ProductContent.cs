using System.Text.Json.Serialization;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Content;

/// <summary>A vendor's product (服务商产品) with its reuse model and price terms.</summary>
public record ProductContent : ListingContent
{
    /// <summary>The vendor's unified social credit code (统一社会信用代码); kept in its one spelling.</summary>
    [JsonConverter(typeof(CreditCodeText))]
    public string? Vendor { get; init; }

    /// <summary>The vendor's name as shown beside the product, 2–80 characters.</summary>
    public string? VendorName { get; init; }

    /// <summary>What the service contains (服务内容), at most 20,000 characters.</summary>
    public string? ServiceContent { get; init; }

    /// <summary>Where it can be deployed; at least one.</summary>
    public IReadOnlyList<DeploymentMode>? DeploymentModes { get; init; }

    /// <summary>Evidence of intellectual property (知识产权), at most 50.</summary>
    public IReadOnlyList<IntellectualProperty>? IntellectualProperty { get; init; }

    /// <summary>Compatibility with the domestic stack (信创).</summary>
    public Compatibility? Compatibility { get; init; }

    /// <summary>How it is reused (复用模式).</summary>
    public ReuseModel? ReuseModel { get; init; }

    /// <summary>Price terms; which members apply depends on <see cref="ReuseModel"/>.</summary>
    public Pricing? Pricing { get; init; }

    /// <summary>Linked cases, at most 50 listing ids; on import <c>source/externalId</c> is accepted too.</summary>
    public IReadOnlyList<string>? LinkedListings { get; init; }

    internal override ListingKind Kind => ListingKind.Product;
}

/// <summary>Where a product can be deployed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeploymentMode>))]
public enum DeploymentMode
{
    /// <summary>Government cloud (政务云).</summary>
    GovernmentCloud,

    /// <summary>Public cloud (公有云).</summary>
    PublicCloud,

    /// <summary>On the user's own premises (本地部署).</summary>
    OnPremises,
}

/// <summary>A registered right that protects the product.</summary>
/// <param name="Kind">Kind of right.</param>
/// <param name="Number">Registration number, at most 60 characters.</param>
/// <param name="Title">Title as registered, at most 200 characters.</param>
public sealed record IntellectualProperty(IntellectualPropertyKind? Kind, string? Number, string? Title);

/// <summary>Kinds of registered right.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<IntellectualPropertyKind>))]
public enum IntellectualPropertyKind
{
    /// <summary>Software copyright (软件著作权).</summary>
    SoftwareCopyright,

    /// <summary>Patent (专利).</summary>
    Patent,

    /// <summary>Any other registered right.</summary>
    Other,
}

/// <summary>Domestic-stack compatibility (信创适配): names of what it was proved on, at most 20 of 60 characters each.</summary>
/// <param name="Cpu">Processors.</param>
/// <param name="Os">Operating systems.</param>
/// <param name="Database">Databases.</param>
/// <param name="Middleware">Middleware.</param>
public sealed record Compatibility(
    IReadOnlyList<string>? Cpu = null, IReadOnlyList<string>? Os = null, IReadOnlyList<string>? Database = null, IReadOnlyList<string>? Middleware = null);
