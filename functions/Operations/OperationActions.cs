using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Operations;

/// <summary>What the audit trail records of operations.</summary>
internal static class OperationActions
{
    public static readonly AuditAction PoisonReplayed = new(
        "poison.replayed", "重放失败消息", "Failed messages replayed", "An operator put failed messages back into their queues.");

    public static IReadOnlyList<AuditAction> All { get; } = [PoisonReplayed];
}
