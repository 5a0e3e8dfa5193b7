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

    public static AuditDifferences Between(Vendor? before, Vendor after)
    {
        var (changes, personal) = (new FieldDiff(), new FieldDiff());
        changes.Add("state", before?.State.ToString(), after.State.ToString());
        changes.Add("version", Number(before?.Revision), Number(after.Revision));
        changes.Add("verification", before?.Verification?.State.ToString(), after.Verification?.State.ToString());
        changes.Add("licence", before?.Verification?.AttachmentId, after.Verification?.AttachmentId);
        changes.AddJson(before is null ? Nothing : VendorProfileJson.Write(before.Profile), VendorProfileJson.Write(after.Profile));
        personal.AddJson(ToJson(before), ToJson(after));
        return new(changes.All, personal.All);
    }

    private static byte[] ToJson(Vendor? vendor) => Encoding.UTF8.GetBytes($$"""{"contacts":{{VendorProfileJson.Write(vendor?.Contacts ?? [])}}}""");

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
