using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Bodies;

/// <summary>Reads and writes the API's JSON by the registered source-generated contexts.</summary>
/// <param name="options">The app's one set of options.</param>
public sealed class StrictJson(JsonSerializerOptions options)
{
    /// <summary>Reads a value; refuses what the API refuses everywhere and names every field that is wrong.</summary>
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
                // The diagnosis below finds this fault again, and all others with it.
            }
        }

        return new(default, JsonErrors.Of(utf8, type));
    }

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">A type of a registered context.</typeparam>
    public byte[] Write<T>(T value)
        where T : notnull => JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
}

/// <summary>What reading gave: a value, or what is wrong with the text.</summary>
/// <typeparam name="T">The type read.</typeparam>
/// <param name="Value">The value; default when there are errors.</param>
/// <param name="Errors">Empty when the value is good.</param>
public readonly record struct JsonRead<T>(T? Value, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether the value is good.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Errors.Count == 0;
}
