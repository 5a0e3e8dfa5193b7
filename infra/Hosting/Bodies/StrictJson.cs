using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Bodies;

/// <summary>Reads and writes the API's JSON with the registered source-generated contexts.</summary>
/// <param name="options">The app's JSON options.</param>
public sealed class StrictJson(JsonSerializerOptions options)
{
    /// <summary>Reads a value with the rules of the whole API, and names every field that is wrong.</summary>
    /// <typeparam name="T">A type of a registered context.</typeparam>
    public JsonRead<T> Read<T>(ReadOnlyMemory<byte> utf8)
        where T : notnull
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        if (JsonPrecheck.IsAcceptable(utf8.Span))
        {
            try
            {
                if (JsonSerializer.Deserialize(utf8.Span, type) is { } value)
                {
                    return new(value, []);
                }
            }
            catch (JsonException)
            {
                // JsonErrors finds this error and all others.
            }
        }

        return new(default, JsonErrors.Of(utf8, type));
    }

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">A type of a registered context.</typeparam>
    public byte[] Write<T>(T value)
        where T : notnull => JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
}

/// <summary>A value, or the errors of the text.</summary>
/// <typeparam name="T">The type read.</typeparam>
/// <param name="Value">The value; default when there are errors.</param>
/// <param name="Errors">Empty when the value is valid.</param>
public readonly record struct JsonRead<T>(T? Value, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether there are no errors.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Errors.Count == 0;
}
