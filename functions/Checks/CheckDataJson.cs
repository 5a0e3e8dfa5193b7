using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Functions.Checks;

/// <summary>Data of checks as stored, Chinese as it is.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CheckData))]
internal sealed partial class CheckDataJson : JsonSerializerContext
{
    private static readonly Lazy<CheckDataJson> Readable =
        new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    public static byte[] Write(CheckData data) => JsonSerializer.SerializeToUtf8Bytes(data, Readable.Value.CheckData);

    /// <exception cref="JsonException">The text is no such data.</exception>
    public static CheckData Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Default.CheckData) ?? throw new JsonException("The data is null.");
}
