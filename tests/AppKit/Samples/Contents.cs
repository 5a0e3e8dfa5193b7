using System.Text.Json.Nodes;

namespace Marketplace.AppKit.Samples;

/// <summary>Complete contents as submissions carry them: an import's entry without what only an import says.</summary>
public static class Contents
{
    public static JsonObject Product() => Of(Entry.Product()).With("vendor", null).With("region", "4401");

    public static JsonObject Case() => Of(Entry.Case()).With("department", null).With("region", "4401");

    public static JsonObject Capability() => Of(Entry.Capability());

    private static JsonObject Of(JsonObject entry) => entry.With("kind", null).With("source", null).With("externalId", null).With("publishedAt", null);
}
