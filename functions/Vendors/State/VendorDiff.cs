using System.Globalization;
using System.Text;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Vendors.Profile;

namespace Marketplace.Functions.Vendors.State;

/// <summary>What changed between two states of a vendor, for the audit trail.</summary>
internal static class VendorDiff
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>Everything but the contacts.</summary>
    public static IReadOnlyList<AuditChange> Between(Vendor? before, Vendor after)
    {
        var changes = new FieldDiff();
        changes.Add("state", before?.State.ToString(), after.State.ToString());
        changes.Add("version", Number(before?.Revision), Number(after.Revision));
        changes.Add("verification", before?.Verification?.State.ToString(), after.Verification?.State.ToString());
        changes.Add("licence", before?.Verification?.AttachmentId, after.Verification?.AttachmentId);
        changes.AddJson(before is null ? Nothing : VendorProfileJson.Write(before.Profile), VendorProfileJson.Write(after.Profile));
        return changes.All;
    }

    /// <summary>The contacts, which name persons.</summary>
    public static IReadOnlyList<AuditChange> BetweenContacts(Vendor? before, Vendor after)
    {
        var changes = new FieldDiff();
        changes.AddJson(ToJson(before), ToJson(after));
        return changes.All;
    }

    private static byte[] ToJson(Vendor? vendor) => Encoding.UTF8.GetBytes($$"""{"contacts":{{VendorProfileJson.Write(vendor?.Contacts ?? [])}}}""");

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
