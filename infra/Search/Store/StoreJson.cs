using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Search.Store;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(IReadOnlyList<IdLogEntry>))]
[JsonSerializable(typeof(IndexMark))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static byte[] Write(Manifest manifest) => ManifestSeal.Close(JsonSerializer.SerializeToUtf8Bytes(manifest, Default.Manifest));

    public static byte[] Write(IndexMark mark) => JsonSerializer.SerializeToUtf8Bytes(mark, Default.IndexMark);

    public static byte[] Write(IReadOnlyList<IdLogEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(entries, Default.IReadOnlyListIdLogEntry);

    /// <exception cref="InvalidDataException">The bytes are no manifest, or a damaged one.</exception>
    /// <exception cref="IndexFormatException">A newer version of this program wrote them.</exception>
    public static Manifest ReadManifest(ReadOnlySpan<byte> json)
    {
        if (ManifestSeal.IsBroken(json))
        {
            throw new InvalidDataException($"{BlobNames.Manifest} is damaged.");
        }

        var manifest = Read(json, Default.Manifest, BlobNames.Manifest);
        if (manifest.Format > Store.Manifest.CurrentFormat)
        {
            throw new IndexFormatException($"{BlobNames.Manifest} has format {manifest.Format}; this program reads format {Store.Manifest.CurrentFormat}.");
        }

        return manifest.Format == Store.Manifest.CurrentFormat && manifest.HasAllParts
            ? manifest
            : throw new InvalidDataException($"{BlobNames.Manifest} lacks something.");
    }

    /// <exception cref="InvalidDataException">The bytes are no mark.</exception>
    public static IndexMark ReadMark(ReadOnlySpan<byte> json) => Read(json, Default.IndexMark, BlobNames.Mark);

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
