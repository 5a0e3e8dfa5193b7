using System.Text.Json.Serialization;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Content;

/// <summary>A public capability of the province (公共服务能力) and what each city owes for it (source 002).</summary>
public record CapabilityContent : ListingContent
{
    /// <summary>Category, such as 业务应用; at most 60 characters.</summary>
    public string? Category { get; init; }

    /// <summary>Subcategory, such as 营商服务; at most 60 characters.</summary>
    public string? Subcategory { get; init; }

    /// <summary>Construction mode, such as 省统一建设、地市使用或对接; at most 100 characters.</summary>
    public string? ConstructionMode { get; init; }

    /// <summary>Who operates it, such as 省级技术运维、地市业务运营; at most 100 characters.</summary>
    public string? Operation { get; init; }

    /// <summary>The cities' duties (地市分工), at most 50.</summary>
    public IReadOnlyList<Duty>? Duties { get; init; }

    /// <summary>Whether departments must use it (source 004).</summary>
    public Requirement? Requirement { get; init; }

    /// <summary>How to apply for it, at most 4,000 characters.</summary>
    public string? HowToApply { get; init; }

    /// <summary>How to integrate with it, at most 4,000 characters.</summary>
    public string? HowToIntegrate { get; init; }

    internal override ListingKind Kind => ListingKind.Capability;
}

/// <summary>One thing a city owes.</summary>
/// <param name="Id">Id within the listing: 1–40 of a–z, 0–9 and hyphen.</param>
/// <param name="Text">What is to be done, at most 1,000 characters.</param>
/// <param name="AppliesTo">Which cities owe it.</param>
/// <param name="TimeLimitHours">Time limit in hours (时限), 1–8,760, where the source sets one.</param>
public sealed record Duty(string? Id, string? Text, DutyScope? AppliesTo, int? TimeLimitHours = null);

/// <summary>Which cities owe a duty.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DutyScope>))]
public enum DutyScope
{
    /// <summary>Every city.</summary>
    All,

    /// <summary>The nine cities of the Pearl River Delta (珠三角).</summary>
    PearlRiverDelta,

    /// <summary>The cities of the east, west and north (粤东西北).</summary>
    OtherCities,
}

/// <summary>How binding the use of a capability is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Requirement>))]
public enum Requirement
{
    /// <summary>Must be used (强制使用).</summary>
    Mandatory,

    /// <summary>Should be used (推荐使用).</summary>
    Recommended,
}
