using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Search.Store;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(IReadOnlyList<IdLogEntry>))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static byte[] Write(Manifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Default.Manifest);

    public static byte[] Write(IReadOnlyList<IdLogEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(entries, Default.IReadOnlyListIdLogEntry);

    /// <exception cref="InvalidDataException">The bytes are no manifest of this format.</exception>
    public static Manifest ReadManifest(ReadOnlySpan<byte> json)
    {
        var manifest = Read(json, Default.Manifest, BlobNames.Manifest);
        return manifest.Format == Store.Manifest.CurrentFormat
            ? manifest
            : throw new InvalidDataException($"{BlobNames.Manifest} has format {manifest.Format}; this program reads format {Store.Manifest.CurrentFormat}.");
    }

    /// <exception cref="InvalidDataException">The bytes are no log.</exception>
    public static IReadOnlyList<IdLogEntry> ReadLog(ReadOnlySpan<byte> json) => Read(json, Default.IReadOnlyListIdLogEntry, "A log");

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException($"{what} is empty.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{what} is not readable.", malformed);
        }
    }
}
