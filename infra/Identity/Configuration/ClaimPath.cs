using System.Text.Json;

namespace Marketplace.Identity.Configuration;

/// <summary>Where a claim stands in a payload; see <see cref="ClaimMapping.Claim"/> for how it is written.</summary>
internal sealed class ClaimPath
{
    private readonly string[] _names;

    private ClaimPath(string[] names) => _names = names;

    /// <summary>Reads a path; null when a name in it is empty, or a pointer's escape is wrong.</summary>
    public static ClaimPath? Parse(string text)
    {
        var isPointer = text.StartsWith('/');
        var names = isPointer ? text[1..].Split('/') : text.Split('.');
        if (names.Any(string.IsNullOrWhiteSpace) || (isPointer && names.Any(HasWrongEscape)))
        {
            return null;
        }

        return new(isPointer ? [.. names.Select(Unescape)] : names);
    }

    /// <summary>The value there; null when there is none, or a JSON null.</summary>
    public JsonElement? Find(JsonElement payload)
    {
        var value = payload;
        foreach (var name in _names)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private static bool HasWrongEscape(string name) => name.Split('~').Skip(1).Any(static rest => rest is not ['0' or '1', ..]);

    private static string Unescape(string name) =>
        name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
