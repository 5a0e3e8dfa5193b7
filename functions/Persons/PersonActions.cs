using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Persons;

/// <summary>What the audit trail records of requests about a person's data.</summary>
internal static class PersonActions
{
    public static readonly AuditAction Exported = new(
        "person.exported", "导出个人信息", "Person's data exported", "An operator exported what the audit trail knows of a person, on that person's request.");

    public static readonly AuditAction ErasureRequested = new(
        "person.erasureRequested", "申请删除个人信息", "Erasure of a person's data requested",
        "An operator asked for a person to be erased from the audit trail, on that person's request; another operator has to confirm it.");

    public static readonly AuditAction ErasureConfirmed = new(
        "person.erasureConfirmed", "确认删除个人信息", "Erasure of a person's data confirmed", "A second operator confirmed the erasure; it is carried out.");

    public static readonly AuditAction Erased = new(
        "person.erased", "删除个人信息", "Person's data erased",
        "What the audit trail knows of a person is erased, on that person's request; names the entries.");

    public static readonly AuditAction ErasureCompleted = new(
        "person.erasureCompleted", "个人信息删除完成", "Erasure of a person's data completed", "The app has erased everything that a confirmed erasure covers.");

    public static IReadOnlyList<AuditAction> All { get; } = [Exported, ErasureRequested, ErasureConfirmed, Erased, ErasureCompleted];
}
