using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Hosting.Bodies;

/// <summary>
/// Writes an enumeration as camelCase strings and reads exactly those, case included (the built-in converter reads any case);
/// put it on the type: <c>[JsonConverter(typeof(CamelCaseEnumConverter&lt;Kind&gt;))]</c>.
/// </summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class CamelCaseEnumConverter<T> : JsonConverter<T>, IAcceptedValues
    where T : struct, Enum
{
    /// <summary>All names.</summary>
    public string Accepted => string.Join(", ", CamelCase<T>.Names);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && CamelCase<T>.TryParse(reader.GetString()!, out var value) ? value : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(CamelCase<T>.Name(value));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CamelCase<T>.TryParse(reader.GetString()!, out var value) ? value : throw new JsonException();

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(CamelCase<T>.Name(value));
}
