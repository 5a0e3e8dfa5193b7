using System.Text.Json;

namespace Marketplace.AppKit.Callers;

/// <summary>What the API answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
/// <param name="Tag">The <c>ETag</c>.</param>
public sealed record ApiAnswer(int Status, string Text, string? Tag)
{
    /// <summary>The body; undefined when it is no JSON.</summary>
    public JsonElement Json { get; } = Read(Text);

    /// <summary>Whether it is a success.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>A member of the body.</summary>
    public JsonElement this[string name] => Json.GetProperty(name);

    /// <summary>This answer, which must be a success.</summary>
    /// <exception cref="InvalidOperationException">It is a refusal; the message tells which.</exception>
    public ApiAnswer Good() => IsGood ? this : throw new InvalidOperationException($"{Status}: {Text}");

    private static JsonElement Read(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
