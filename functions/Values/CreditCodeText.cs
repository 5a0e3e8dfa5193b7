using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Identity;

namespace Marketplace.Functions.Values;

/// <summary>
/// Credit codes as they are kept: in their one spelling. A text that is no code stays as it was sent, for <see cref="FieldErrors"/> to say why.
/// </summary>
public sealed class CreditCodeText : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new JsonException("Expected a text.");
        }

        var text = reader.GetString();
        return CreditCode.TryNormalize(text, out var code) ? code.Value : text;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
