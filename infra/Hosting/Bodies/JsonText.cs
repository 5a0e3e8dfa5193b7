using System.Text.Json;

namespace Marketplace.Hosting.Bodies;

/// <summary>Text inside parsed JSON, which may contain escaped lone surrogates and control characters.</summary>
internal static class JsonText
{
    /// <summary>A member's name; null when it is not acceptable.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return Unicode.IsAcceptable(member.Name) ? member.Name : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a lone surrogate
        }
    }

    /// <summary>Whether a value is acceptable text, or not a string.</summary>
    public static bool IsAcceptable(JsonElement value)
    {
        try
        {
            return value.ValueKind != JsonValueKind.String || Unicode.IsAcceptable(value.GetString());
        }
        catch (InvalidOperationException)
        {
            return false; // a lone surrogate
        }
    }
}
