using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Listings.Transfer;

/// <summary>What an imported line says besides the content of its kind.</summary>
public interface IImportLine
{
    /// <summary>Which list: case, product or capability.</summary>
    string? KindName { get; }

    /// <summary>Name of the source, 1–60 characters.</summary>
    string? Source { get; }

    /// <summary>Id within the source, 1–200 characters; with the source it names the listing for ever.</summary>
    string? ExternalId { get; }

    /// <summary>First published; now, where nothing is said of a new listing.</summary>
    DateTimeOffset? PublishedAt { get; }
}

/// <summary>A line that brings an applied case.</summary>
public sealed record CaseLine : CaseContent, IImportLine
{
    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string? KindName { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <inheritdoc/>
    public string? ExternalId { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>A line that brings a product.</summary>
public sealed record ProductLine : ProductContent, IImportLine
{
    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string? KindName { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <inheritdoc/>
    public string? ExternalId { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>A line that brings a capability.</summary>
public sealed record CapabilityLine : CapabilityContent, IImportLine
{
    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string? KindName { get; init; }

    /// <inheritdoc/>
    public string? Source { get; init; }

    /// <inheritdoc/>
    public string? ExternalId { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? PublishedAt { get; init; }
}
