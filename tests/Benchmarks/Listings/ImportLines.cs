using System.Text.Json;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Benchmarks.Listings;

/// <summary>Generated listings as lines of an import: cases, with all the texts the generated kinds have.</summary>
internal static class ImportLines
{
    /// <summary>A line that is found by its own phrase, <see cref="Mark"/>; another version changes the listing.</summary>
    public static string Of(Listing listing, int number, string version = "") => JsonSerializer.Serialize(new
    {
        kind = "case",
        source = "benchmark",
        externalId = $"{number}",
        name = listing.Content.Name,
        summary = $"{listing.Content.Summary}。{Mark(number)}{version}",
        practices = Body(listing.Content),
        results = listing.Content.Summary,
        themes = listing.Content.Themes,
        region = listing.Content.Region,
        department = listing.Content.Department,
        tags = listing.Content.Tags,
        publishedAt = "2026-01-01T00:00:00Z",
    });

    public static string Mark(int number) => $"mark{number}";

    private static string? Body(ListingContent content) => content switch
    {
        CaseContent one => one.Practices,
        ProductContent one => one.ServiceContent,
        _ => content.Description,
    };
}
