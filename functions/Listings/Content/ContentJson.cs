using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Content;

/// <summary>Content of every kind as JSON: on the wire, and as stored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16,
    Converters = [typeof(InstantConverter), typeof(NormalizedText)])]
[JsonSerializable(typeof(CaseContent))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ProductContent))]
[JsonSerializable(typeof(CapabilityContent))]
internal sealed partial class ContentJson : JsonSerializerContext
{
    /// <summary>Writes Chinese as it is instead of escaping it.</summary>
    public static ContentJson Readable => Relaxed.Value;

    private static readonly Lazy<ContentJson> Relaxed =
        new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
