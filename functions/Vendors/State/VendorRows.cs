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

    public static TableEntity ToRow(Vendor vendor) => new TableEntity(vendor.Code.Value, State)
    {
        { "Version", vendor.Revision },
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
    }.AddPacked("Profile", VendorProfileJson.Write(vendor.Profile));

    public static Vendor FromRow(TableEntity row) => new()
    {
        Code = CreditCode.Parse(row.PartitionKey),
        Revision = row.GetInt64("Version")!.Value,
        Profile = VendorProfileJson.ReadProfile(row.GetPacked("Profile")),
        Contacts = VendorProfileJson.ReadContacts(row.GetString("Contacts")!),
        Verification = row.GetString("Verification") is { } state ? ReadVerification(row, Enum.Parse<VerificationState>(state)) : null,
        Suspension = row.GetDateTimeOffset("SuspendedSince") is { } since ? new Suspension(since, row.GetString("SuspensionReason")!) : null,
        RegisteredAt = row.GetDateTimeOffset("RegisteredAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
    };

    private static Verification ReadVerification(TableEntity row, VerificationState state) =>
        new(state, row.GetString("LicenceId")!, row.GetString("LicenceName")!, row.GetDateTimeOffset("RequestedAt")!.Value)
        {
            DecidedAt = row.GetDateTimeOffset("DecidedAt"),
            Reason = row.GetString("DecisionReason"),
        };
}
