namespace Marketplace.Functions.Listings.Content;

/// <summary>An applied case (政府应用案例): what a department did and what came of it.</summary>
public record CaseContent : ListingContent
{
    /// <summary>Main practices (主要做法), at most 20,000 characters.</summary>
    public string? Practices { get; init; }

    /// <summary>Results (应用成效), at most 20,000 characters.</summary>
    public string? Results { get; init; }

    /// <summary>Day it went live.</summary>
    public DateOnly? LaunchedOn { get; init; }

    /// <summary>Construction mode (建设模式), at most 100 characters.</summary>
    public string? ConstructionMode { get; init; }

    /// <summary>Linked products (应用关联产品), at most 50 listing ids; on import <c>source/externalId</c> is accepted too.</summary>
    public IReadOnlyList<string>? LinkedListings { get; init; }

    internal override ListingKind Kind => ListingKind.Case;
}
