using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Events;

/// <summary>Aggregates have changed.</summary>
/// <param name="Chains">Names of their audit chains, such as <c>listings/abc</c>.</param>
internal sealed record AggregatesChanged(IReadOnlyList<string> Chains)
{
    /// <summary>More names would not fit into a message of 48 KiB.</summary>
    public const int MaxChains = 200;

    public static readonly MessageType<AggregatesChanged> Type =
        new("aggregates.changed", 1, ChangeMessageJson.Default.AggregatesChanged, static old => new(Names.In(old)));
}

/// <summary>A projection is to be rebuilt.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="After">The last audit chain that is done; empty for none.</param>
internal sealed record ProjectionRebuild(string Projection, string After)
{
    public static readonly MessageType<ProjectionRebuild> Type =
        new("projection.rebuild", 1, ChangeMessageJson.Default.ProjectionRebuild, static old => new(Names.In(old)[0], Names.In(old)[1]));
}

/// <summary>The old form of messages, read until the next version: <c>{"type":"…","names":["…"]}</c>.</summary>
internal static class Names
{
    public static string[] In(JsonElement message) => [.. message.GetProperty("names").EnumerateArray().Select(static name => name.GetString()!)];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AggregatesChanged))]
[JsonSerializable(typeof(ProjectionRebuild))]
internal sealed partial class ChangeMessageJson : JsonSerializerContext;
