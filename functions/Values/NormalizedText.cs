using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Functions.Values;

/// <summary>Texts as they are kept: NFC, no blanks at either end, line breaks as <c>\n</c>.</summary>
public sealed class NormalizedText : JsonConverter<string>
{
    /// <summary>The kept form of <paramref name="text"/>.</summary>
    public static string Of(string text) => text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Of(reader.GetString()!) : throw new JsonException("Expected a text.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
