namespace Marketplace.Functions.Audit;

/// <summary>What the audit trail records of personal data and of the trail itself.</summary>
internal static class TrailActions
{
    public static readonly AuditAction ContactRead = new(
        "contact.read", "查看联系人", "Contact read", "An official read the contact of a listing or the contacts of a vendor; with a reason after many in an hour.");

    public static readonly AuditAction Exported = new(
        "trail.exported", "导出审计记录", "Audit trail exported", "An operator exported the audit trail, without personal values.");

    public static readonly AuditAction PersonalExported = new(
        "trail.personalExported", "导出含个人信息的审计记录", "Audit trail exported with personal values",
        "An operator exported the audit trail with the persons and contacts in it, with a reason.");

    public static readonly AuditAction RebuildRequested = new(
        "trail.rebuildRequested", "请求重建审计索引", "Rebuild of the audit index requested", "An operator had the index of the audit trail rebuilt.");

    public static readonly AuditAction BreakAcknowledged = new(
        "trail.breakAcknowledged", "确认审计断链", "Break of the audit trail acknowledged",
        "An operator acknowledged a break of the audit trail, with a reason; it stays visible.");

    public static IReadOnlyList<AuditAction> All { get; } = [BreakAcknowledged, ContactRead, Exported, PersonalExported, RebuildRequested];
}
