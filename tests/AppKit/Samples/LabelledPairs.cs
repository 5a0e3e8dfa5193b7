using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.TestKit;

namespace Marketplace.AppKit.Samples;

/// <summary>Two entries of which somebody said whether one is a copy; see <c>Pairs/README.md</c>.</summary>
/// <param name="How">How the pair came about.</param>
/// <param name="IsCopy">Whether one copies the other; null where text alone cannot tell.</param>
internal sealed record LabelledPair(string How, bool? IsCopy, ListingContent One, ListingContent Other)
{
    /// <summary>Whether the check tells of it: some band brings them together, and the texts agree.</summary>
    public bool IsFound
    {
        get
        {
            var (one, other) = (ComparedListing.Of(One), ComparedListing.Of(Other));
            return one.Bands().Intersect(other.Bands()).Any() && DuplicateRules.Score(one, other) is not null;
        }
    }
}

internal static class LabelledPairs
{
    public static IReadOnlyList<LabelledPair> Read() =>
        [.. File.ReadLines(RepoRoot.Combine("tests", "AppKit", "Samples", "Pairs", "pairs.ndjson")).Select(line => Of((JsonObject)JsonNode.Parse(line)!))];

    private static LabelledPair Of(JsonObject line) => new($"{line["how"]}", line["near"]?.GetValue<bool>(), Entry(line["a"]!), Entry(line["b"]!));

    private static ListingContent Entry(JsonNode node) =>
        Content(node as JsonObject ?? CatalogueFile.All.Single(line => $"{line["externalId"]}" == $"{node}"));

    private static ListingContent Content(JsonObject line)
    {
        var content = (JsonObject)line.DeepClone();
        foreach (var name in (string[])["source", "externalId", "kind", "publishedAt"])
        {
            content.Remove(name);
        }

        return ContentCodec.Parse(Enum.Parse<ListingKind>($"{line["kind"]}", ignoreCase: true), JsonSerializer.SerializeToUtf8Bytes(content));
    }
}
