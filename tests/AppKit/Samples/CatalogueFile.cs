using System.Text.Json.Nodes;
using Marketplace.TestKit;

namespace Marketplace.AppKit.Samples;

/// <summary>The catalogue's files as lines.</summary>
internal static class CatalogueFile
{
    public static IReadOnlyList<JsonObject> Cases { get; } = Read("cases");

    public static IReadOnlyList<JsonObject> Capabilities { get; } = Read("capabilities");

    public static IReadOnlyList<JsonObject> SampleProducts { get; } = Read("sample-products");

    public static IReadOnlyList<JsonObject> All { get; } = [.. Cases, .. Capabilities, .. SampleProducts];

    private static IReadOnlyList<JsonObject> Read(string name) =>
        [.. File.ReadLines(RepoRoot.Combine("functions", "Catalogue", $"{name}.ndjson")).Select(line => JsonNode.Parse(line)!.AsObject())];
}
