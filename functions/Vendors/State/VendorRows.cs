using System.IO.Compression;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Identity;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.State;

/// <summary>
/// How a vendor lies in its partition, whose key is its credit code: <c>vendor</c> is the state, <c>audit-n</c> the trail, <c>event-…</c> what the
/// queue still has to carry out, <c>attachment-…</c> the licences.
/// </summary>
internal static class VendorRows
{
    public const string State = "vendor";

    public static TableEntity ToState(Vendor vendor, ChainHead chain) => new TableEntity(vendor.Code.Value, State)
    {
        { "Version", vendor.Revision },
        { "Profile", Pack(VendorProfileJson.Write(vendor.Profile)) },
        { "Contacts", VendorProfileJson.Write(vendor.Contacts) },
        { "Verification", vendor.Verification?.State.ToString() },
        { "LicenceId", vendor.Verification?.AttachmentId },
        { "LicenceName", vendor.Verification?.FileName },
        { "RequestedAt", vendor.Verification?.RequestedAt },
        { "DecidedAt", vendor.Verification?.DecidedAt },
        { "DecisionReason", vendor.Verification?.Reason },
        { "SuspendedSince", vendor.Suspension?.Since },
        { "SuspensionReason", vendor.Suspension?.Reason },
        { "RegisteredAt", vendor.RegisteredAt },
        { "UpdatedAt", vendor.UpdatedAt },
    }.WithHead(chain);

    public static StoredVendor FromState(TableEntity row) => new(
        new Vendor
        {
            Code = CreditCode.Parse(row.PartitionKey),
            Revision = row.GetInt64("Version")!.Value,
            Profile = VendorProfileJson.ReadProfile(Unpack(row.GetBinary("Profile")!)),
            Contacts = VendorProfileJson.ReadContacts(row.GetString("Contacts")!),
            Verification = row.GetString("Verification") is { } state ? ReadVerification(row, Enum.Parse<VerificationState>(state)) : null,
            Suspension = row.GetDateTimeOffset("SuspendedSince") is { } since ? new Suspension(since, row.GetString("SuspensionReason")!) : null,
            RegisteredAt = row.GetDateTimeOffset("RegisteredAt")!.Value,
            UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
        },
        row.ETag,
        AuditRows.HeadOf(row));

    private static Verification ReadVerification(TableEntity row, VerificationState state) =>
        new(state, row.GetString("LicenceId")!, row.GetString("LicenceName")!, row.GetDateTimeOffset("RequestedAt")!.Value)
        {
            DecidedAt = row.GetDateTimeOffset("DecidedAt"),
            Reason = row.GetString("DecisionReason"),
        };

    /// <summary>A profile of rare characters only is longer than the 64 KiB of a property; packed, none is.</summary>
    private static byte[] Pack(byte[] json)
    {
        using var packed = new MemoryStream(json.Length / 2);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            deflate.Write(json);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
        using var json = new MemoryStream();
        deflate.CopyTo(json);
        return json.ToArray();
    }
}
