using System.Globalization;
using System.Text.Json;
using Marketplace.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Listings.State;

/// <summary>What changed between two states of a listing, for the audit trail: differences only, long texts by their digest.</summary>
internal static class ListingDiff
{
    private const int LongestText = 200;

    /// <summary>Everything but the contact.</summary>
    public static IReadOnlyList<AuditChange> Between(Listing? before, Listing after)
    {
        var changes = new List<AuditChange>();
        Add(changes, "state", before?.State.ToString(), after.State.ToString());
        Add(changes, "version", Number(before?.Version), Number(after.Version));
        if (before is null) Add(changes, "content", null, Digest(after.Content));
        else if (before.Version != after.Version) AddFields(changes, before.Content, after.Content);
        return changes;
    }

    /// <summary>The contact, which names a person.</summary>
    public static IReadOnlyList<AuditChange> BetweenContacts(Contact? before, Contact? after)
    {
        var changes = new List<AuditChange>();
        Add(changes, "contact.name", before?.Name, after?.Name);
        Add(changes, "contact.phone", before?.Phone, after?.Phone);
        Add(changes, "contact.email", before?.Email, after?.Email);
        return changes;
    }

    private static void AddFields(List<AuditChange> changes, ListingContent before, ListingContent after)
    {
        var (old, @new) = (Flatten(before), Flatten(after));
        foreach (var field in old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal))
            Add(changes, field, old.GetValueOrDefault(field), @new.GetValueOrDefault(field));
    }

    private static Dictionary<string, string> Flatten(ListingContent content)
    {
        using var document = JsonDocument.Parse(ContentCodec.ToJson(content with { Contact = null }));
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

    private static void Add(List<AuditChange> changes, string field, string? before, string? after)
    {
        if (before != after) changes.Add(new AuditChange(field, Shorten(before), Shorten(after)));
    }

    private static string? Shorten(string? text) => text is { Length: > LongestText } ? $"sha256:{AuditChain.Digest(text)}" : text;

    private static string Digest(ListingContent content) =>
        $"sha256:{AuditChain.Digest(System.Text.Encoding.UTF8.GetString(ContentCodec.ToJson(content with { Contact = null })))}";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
