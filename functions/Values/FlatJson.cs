using System.Text.Json;

namespace Marketplace.Functions.Values;

/// <summary>A JSON object as its values by path, such as <c>pricing.fee.amount</c> or <c>tags[2]</c>.</summary>
internal static class FlatJson
{
    public static Dictionary<string, string> Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(document.RootElement, "", fields);
        return fields;
    }

    /// <summary>Paths whose values differ, in ordinal order.</summary>
    public static IEnumerable<(string Path, string? Before, string? After)> Differences(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, @new) = (Of(before), Of(after));
        return old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal)
            .Select(path => (path, old.GetValueOrDefault(path), @new.GetValueOrDefault(path)))
            .Where(value => value.Item2 != value.Item3);
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, string> fields)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", fields);
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                Walk(item, FieldErrors.Item(path, index), fields);
            }
        }
        else
        {
            fields[path] = element.ToString();
        }
    }
}
