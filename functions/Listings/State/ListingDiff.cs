using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Listings.State;

/// <summary>What changed between two states of a listing, for the audit trail.</summary>
internal static class ListingDiff
{
    public static AuditDifferences Between(Listing? before, Listing after)
    {
        var (changes, personal) = (new FieldDiff(), new FieldDiff());
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

        var (old, contact) = (before?.Content.Contact, after.Content.Contact);
        personal.Add("contact.name", old?.Name, contact?.Name);
        personal.Add("contact.phone", old?.Phone, contact?.Phone);
        personal.Add("contact.email", old?.Email, contact?.Email);
        return new(changes.All, personal.All);
    }

    private static byte[] ToJson(ListingContent content) => ContentCodec.ToJson(content with { Contact = null });

    /// <summary>Digest of a content, without its contact.</summary>
    public static string Digest(ListingContent content) => $"sha256:{AuditChain.Digest(System.Text.Encoding.UTF8.GetString(ToJson(content)))}";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
