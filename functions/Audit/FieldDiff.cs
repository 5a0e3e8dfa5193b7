using System.Text.Json;
using Marketplace.Audit;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Audit;

/// <summary>Collects what changed between two states of an aggregate, for the trail: differences only, long texts by their digest.</summary>
internal sealed class FieldDiff
{
    private const int LongestText = 200;

    private readonly List<AuditChange> _changes = [];

    public IReadOnlyList<AuditChange> All => _changes;

    public void Add(string field, string? before, string? after)
    {
        if (before != after) _changes.Add(new AuditChange(field, Shorten(before), Shorten(after)));
    }

    /// <summary>Every value that differs between two JSON objects, by its path.</summary>
    public void AddJson(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, @new) = (Flatten(before), Flatten(after));
        foreach (var field in old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal))
            Add(field, old.GetValueOrDefault(field), @new.GetValueOrDefault(field));
    }

    private static Dictionary<string, string> Flatten(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(document.RootElement, "");
        return fields;

        void Walk(JsonElement element, string path)
        {
            if (element.ValueKind is JsonValueKind.Object)
                foreach (var member in element.EnumerateObject()) Walk(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            else if (element.ValueKind is JsonValueKind.Array)
                foreach (var (index, item) in element.EnumerateArray().Index()) Walk(item, FieldErrors.Item(path, index));
            else fields[path] = element.ToString();
        }
    }

    private static string? Shorten(string? text) => text is { Length: > LongestText } ? $"sha256:{AuditChain.Digest(text)}" : text;
}
