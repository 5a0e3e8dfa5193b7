using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Checks;

/// <summary>What the audit trail records of the checks.</summary>
internal static class CheckActions
{
    public static readonly AuditAction DataReplaced = new(
        "checkData.replaced", "替换检查数据", "Data of a check replaced", "An operator replaced the terms or patterns of an automatic check.");

    public static readonly AuditAction DataRestored = new(
        "checkData.restored", "恢复检查数据", "Data of a check restored", "An operator went back to the terms or patterns that came with the app.");

    public static IReadOnlyList<AuditAction> All { get; } = [DataReplaced, DataRestored];
}
