using System.Text.Json.Serialization;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Content;

/// <summary>The three reuse models (复用模式) of source 000.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReuseModel>))]
public enum ReuseModel
{
    /// <summary>Standard edition free of charge (标准版免费).</summary>
    StandardFree,

    /// <summary>Low discount, quickly fitted (低折扣速配).</summary>
    LowDiscount,

    /// <summary>Ready-to-use subscription (即用型服务).</summary>
    Subscription,
}

/// <summary>
/// Price terms. Each reuse model states its own members and refuses the others':
/// <see cref="PricingRules"/> has the table.
/// </summary>
public sealed record Pricing
{
    /// <summary>standardFree: fee for the standard edition's software; must be 0.00.</summary>
    public Money? SoftwareFee { get; init; }

    /// <summary>standardFree: fee for deployment.</summary>
    public Money? DeploymentFee { get; init; }

    /// <summary>standardFree: what the deployment fee includes; all three must be stated.</summary>
    public IReadOnlyList<IncludedService>? Includes { get; init; }

    /// <summary>standardFree: price basis of later customisation, at most 500 characters.</summary>
    public string? CustomisationBasis { get; init; }

    /// <summary>standardFree: price basis of later operation, at most 500 characters.</summary>
    public string? OperationBasis { get; init; }

    /// <summary>lowDiscount: list price.</summary>
    public Money? ListPrice { get; init; }

    /// <summary>lowDiscount: committed fraction of the list price, above 0 and below 1.</summary>
    public Discount? Discount { get; init; }

    /// <summary>lowDiscount: list price × discount, rounded half up to the fen.</summary>
    public Money? Price { get; init; }

    /// <summary>lowDiscount: what local configuration is included, at most 2,000 characters.</summary>
    public string? LocalConfiguration { get; init; }

    /// <summary>lowDiscount: commitment to service quality, at most 2,000 characters.</summary>
    public string? ServiceCommitment { get; init; }

    /// <summary>subscription: billing period.</summary>
    public BillingPeriod? Period { get; init; }

    /// <summary>subscription: fee per period, above 0.</summary>
    public Money? Fee { get; init; }

    /// <summary>subscription: the extras that are charged besides, none of them as an empty list; no other deployment charge is allowed.</summary>
    public IReadOnlyList<SubscriptionExtra>? Extras { get; init; }
}

/// <summary>What the deployment fee of a free standard edition covers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<IncludedService>))]
public enum IncludedService
{
    /// <summary>Deployment (部署).</summary>
    Deployment,

    /// <summary>Initial configuration (初始化配置).</summary>
    Configuration,

    /// <summary>Training (操作培训).</summary>
    Training,
}

/// <summary>How often a subscription is billed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<BillingPeriod>))]
public enum BillingPeriod
{
    /// <summary>Monthly.</summary>
    Month,

    /// <summary>Quarterly.</summary>
    Quarter,

    /// <summary>Yearly.</summary>
    Year,
}

/// <summary>The only charges a subscription may add (source 000).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SubscriptionExtra>))]
public enum SubscriptionExtra
{
    /// <summary>Cloud resources (云资源).</summary>
    CloudResources,

    /// <summary>Rented security products (安全产品租赁).</summary>
    SecurityProducts,

    /// <summary>Operating system (操作系统).</summary>
    OperatingSystem,

    /// <summary>Database (数据库).</summary>
    Database,

    /// <summary>Security assessment (安全测评).</summary>
    SecurityAssessment,
}
