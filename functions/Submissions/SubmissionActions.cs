using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Submissions;

/// <summary>What the audit trail records of submissions and their review.</summary>
internal static class SubmissionActions
{
    public static readonly AuditAction Opened = new(
        "submission.opened", "新建申请", "Submission opened", "A draft was opened: for a new listing or a revision.");

    public static readonly AuditAction Discarded = new(
        "submission.discarded", "放弃草稿", "Draft discarded", "The owner discarded a draft; its content is gone.");

    public static readonly AuditAction Submitted = new(
        "submission.submitted", "提交申请", "Submission submitted", "The owner accepted the service statement and submitted.");

    public static readonly AuditAction Recalled = new(
        "submission.takenBack", "撤回申请", "Submission recalled", "The owner recalled a submission to edit it.");

    public static readonly AuditAction CheckStarted = new(
        "submission.checkStarted", "开始检查", "Checks started", "The automatic checks of a submission began.");

    public static readonly AuditAction Checked = new(
        "submission.checked", "完成检查", "Checks finished", "The automatic checks finished; a reviewer is next, or malware rejected it.");

    public static readonly AuditAction RecheckRequested = new(
        "submission.recheckRequested", "请求重新检查", "Checks requested again", "An operator had a submission checked again.");

    public static readonly AuditAction Stuck = new(
        "submission.stuck", "申请停滞", "Submission stuck", "A submission is stuck in the checks; says why.");

    public static readonly AuditAction Claimed = new(
        "submission.claimed", "领取审核", "Review claimed", "A reviewer claimed a submission.");

    public static readonly AuditAction Released = new(
        "submission.released", "退回审核", "Review released", "A reviewer released a claim, or its time ran out.");

    public static readonly AuditAction ChangesRequested = new(
        "submission.changesRequested", "要求修改", "Changes requested", "A reviewer sent a submission back, with a reason.");

    public static readonly AuditAction Rejected = new(
        "submission.rejected", "驳回申请", "Submission rejected", "A reviewer rejected a submission, with a reason.");

    public static IReadOnlyList<AuditAction> All { get; } =
    [
        Opened,
        Discarded,
        Submitted,
        Recalled,
        CheckStarted,
        Checked,
        RecheckRequested,
        Stuck,
        Claimed,
        Released,
        ChangesRequested,
        Rejected,
    ];
}
