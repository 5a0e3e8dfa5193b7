using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Vendors;

/// <summary>What the audit trail records of vendors.</summary>
internal static class VendorActions
{
    public static readonly AuditAction LicenceRead = new(
        "vendor.licenceRead", "查看营业执照", "Licence of a vendor read", "A reviewer, or the company itself, asked for a link to a vendor's licence.");

    public static readonly AuditAction PoolRebuildRequested = new(
        "vendorPool.rebuildRequested", "请求重建服务商资源池", "Rebuild of the resource pool requested", "An operator had the resource pool rebuilt.");

    public static readonly AuditAction Registered = new(
        "vendor.registered", "服务商注册", "Vendor registered", "A company registered with its profile.");

    public static readonly AuditAction Resumed = new(
        "vendor.resumed", "恢复服务商", "Vendor resumed", "A reviewer ended a vendor's suspension, with a reason.");

    public static readonly AuditAction Suspended = new(
        "vendor.suspended", "暂停服务商", "Vendor suspended", "A reviewer suspended a vendor, with a reason.");

    public static readonly AuditAction Updated = new(
        "vendor.updated", "更新服务商资料", "Vendor profile updated", "A vendor changed its profile or contacts.");

    public static readonly AuditAction VerificationRefused = new(
        "vendor.verificationRefused", "资质核验未通过", "Verification of a vendor refused", "A reviewer did not accept a vendor's licence, with a reason.");

    public static readonly AuditAction VerificationRequested = new(
        "vendor.verificationRequested", "申请资质核验", "Verification of a vendor requested", "A vendor asked for verification with its licence.");

    public static readonly AuditAction Verified = new(
        "vendor.verified", "资质核验通过", "Vendor verified", "A reviewer accepted a vendor's licence.");

    public static IReadOnlyList<AuditAction> All { get; } =
        [LicenceRead, PoolRebuildRequested, Registered, Resumed, Suspended, Updated, VerificationRefused, VerificationRequested, Verified];
}
