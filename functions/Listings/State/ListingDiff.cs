using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Listings.State;

/// <summary>What changed between two states of a listing, for the audit trail.</summary>
internal static class ListingDiff
{
    /// <summary>Everything but the contact.</summary>
    public static IReadOnlyList<AuditChange> Between(Listing? before, Listing after)
    {
        var changes = new FieldDiff();
        changes.Add("state", before?.State.ToString(), after.State.ToString());
        changes.Add("version", Number(before?.Version), Number(after.Version));
        if (before is null or { Version: 0 })
        {
            changes.Add("content", null, Digest(after.Content));
        }
        else if (before.Version != after.Version)
        {
            changes.AddJson(ToJson(before.Content), ToJson(after.Content));
        }

        return changes.All;
    }

    /// <summary>The contact, which names a person.</summary>
    public static IReadOnlyList<AuditChange> BetweenContacts(Contact? before, Contact? after)
    {
        var changes = new FieldDiff();
        changes.Add("contact.name", before?.Name, after?.Name);
        changes.Add("contact.phone", before?.Phone, after?.Phone);
        changes.Add("contact.email", before?.Email, after?.Email);
        return changes.All;
    }

    private static byte[] ToJson(ListingContent content) => ContentCodec.ToJson(content with { Contact = null });

    /// <summary>Digest of a content, without its contact.</summary>
    public static string Digest(ListingContent content) => $"sha256:{AuditChain.Digest(System.Text.Encoding.UTF8.GetString(ToJson(content)))}";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
