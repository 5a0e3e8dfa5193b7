namespace Marketplace.Functions.Audit;

/// <summary>
/// What the audit trail can record (审计动作): a closed set, since only this class makes actions and only <see cref="Audited"/> makes
/// records of them. A code never changes its meaning and is never given to another action.
/// </summary>
internal sealed class AuditAction
{
    public static readonly AuditAction ListingImported = new(
        "listing.imported", "导入条目", "Entry imported", "An import created an entry or gave it new content.");

    public static readonly AuditAction ListingSuspended = new(
        "listing.suspended", "暂停条目", "Entry suspended", "A reviewer hid a published entry, with a reason.");

    public static readonly AuditAction ListingResumed = new(
        "listing.resumed", "恢复条目", "Entry resumed", "A reviewer showed a suspended entry again, with a reason.");

    public static readonly AuditAction ListingWithdrawn = new(
        "listing.withdrawn", "下架条目", "Entry withdrawn", "An entry was taken back for good, with a reason.");

    public static readonly AuditAction ListingPublished = new(
        "listing.published", "上架条目", "Entry published", "A reviewer published a submission: a new entry, or a new version of one.");

    public static readonly AuditAction SubmissionOpened = new(
        "submission.opened", "新建申请", "Submission opened", "A draft was begun: for a new entry or a revision.");

    public static readonly AuditAction SubmissionDiscarded = new(
        "submission.discarded", "放弃草稿", "Draft given up", "The owner gave a draft up; its content is gone.");

    public static readonly AuditAction SubmissionSubmitted = new(
        "submission.submitted", "提交申请", "Submission handed in", "The owner accepted the service statement and handed a submission in.");

    public static readonly AuditAction SubmissionRecalled = new(
        "submission.takenBack", "撤回申请", "Submission taken back", "The owner took a submission back to write on.");

    public static readonly AuditAction SubmissionCheckStarted = new(
        "submission.checkStarted", "开始检查", "Checks started", "The automatic checks of a submission began.");

    public static readonly AuditAction SubmissionChecked = new(
        "submission.checked", "完成检查", "Checks ended", "The automatic checks ended; a reviewer is next, or malware rejected it.");

    public static readonly AuditAction SubmissionRecheckRequested = new(
        "submission.recheckRequested", "请求重新检查", "Checks requested anew", "An operator had a submission checked again.");

    public static readonly AuditAction SubmissionStuck = new(
        "submission.stuck", "申请停滞", "Submission stuck", "A submission does not get on; names why.");

    public static readonly AuditAction SubmissionClaimed = new(
        "submission.claimed", "领取审核", "Review claimed", "A reviewer took a submission in hand.");

    public static readonly AuditAction SubmissionReleased = new(
        "submission.released", "退回审核", "Review released", "A reviewer gave a submission back, or the time for it ran out.");

    public static readonly AuditAction SubmissionChangesRequested = new(
        "submission.changesRequested", "要求修改", "Changes requested", "A reviewer sent a submission back, with a reason.");

    public static readonly AuditAction SubmissionRejected = new(
        "submission.rejected", "驳回申请", "Submission rejected", "A reviewer rejected a submission, with a reason.");

    public static readonly AuditAction ContactRead = new(
        "contact.read", "查看联系人", "Contact looked at", "An official looked at the contact of an entry or the contacts of a vendor.");

    public static readonly AuditAction IndexRebuildRequested = new(
        "index.rebuildRequested", "请求重建索引", "Rebuild of the index requested", "An operator had the search index made anew.");

    public static readonly AuditAction PoisonReplayed = new(
        "poison.replayed", "重放失败消息", "Failed messages replayed", "An operator put failed messages back into their queues.");

    public static readonly AuditAction TrailExported = new(
        "trail.exported", "导出审计记录", "Audit trail exported", "An operator exported the audit trail, which names persons.");

    public static readonly AuditAction TrailRebuildRequested = new(
        "trail.rebuildRequested", "请求重建审计索引", "Rebuild of the audit index requested", "An operator had the index of the audit trail made anew.");

    public static readonly AuditAction PersonExported = new(
        "person.exported", "导出个人信息", "Person's data exported", "An operator exported what the audit trail knows of a person, on that person's request.");

    public static readonly AuditAction PersonErased = new(
        "person.erased", "删除个人信息", "Person's data erased", "An operator erased what the audit trail knows of a person, on that person's request; names the entries.");

    public static readonly AuditAction VendorPoolRebuildRequested = new(
        "vendorPool.rebuildRequested", "请求重建服务商资源池", "Rebuild of the resource pool requested", "An operator had the resource pool made anew.");

    public static readonly AuditAction VendorRegistered = new(
        "vendor.registered", "服务商注册", "Vendor registered", "A company signed up with its profile.");

    public static readonly AuditAction VendorResumed = new(
        "vendor.resumed", "恢复服务商", "Vendor resumed", "A reviewer ended a vendor's suspension, with a reason.");

    public static readonly AuditAction VendorSuspended = new(
        "vendor.suspended", "暂停服务商", "Vendor suspended", "A reviewer took a vendor out of sight, with a reason.");

    public static readonly AuditAction VendorUpdated = new(
        "vendor.updated", "更新服务商资料", "Vendor profile updated", "A vendor changed its profile or contacts.");

    public static readonly AuditAction VendorVerificationRefused = new(
        "vendor.verificationRefused", "资质核验未通过", "Verification of a vendor refused", "A reviewer did not accept a vendor's licence, with a reason.");

    public static readonly AuditAction VendorVerificationRequested = new(
        "vendor.verificationRequested", "申请资质核验", "Verification of a vendor requested", "A vendor handed in its licence for verification.");

    public static readonly AuditAction VendorVerified = new(
        "vendor.verified", "资质核验通过", "Vendor verified", "A reviewer accepted a vendor's licence.");

    public static readonly AuditAction CheckDataReplaced = new(
        "checkData.replaced", "替换检查数据", "Data of a check replaced", "An operator replaced the terms or patterns of an automatic check.");

    public static readonly AuditAction CheckDataRestored = new(
        "checkData.restored", "恢复检查数据", "Data of a check restored", "An operator went back to the terms or patterns that came with the app.");

    public static readonly AuditAction WebhookConfigured = new(
        "webhook.configured", "配置推送地址", "Webhook configured", "An operator made or changed a receiver of notices.");

    public static readonly AuditAction WebhookDisabled = new(
        "webhook.disabled", "停用推送地址", "Webhook disabled", "The app switched off a receiver of notices that kept failing or wanted no more.");

    public static readonly AuditAction WebhookRemoved = new(
        "webhook.removed", "删除推送地址", "Webhook removed", "An operator removed a receiver of notices.");

    public static readonly AuditAction WebhookSecretRotated = new(
        "webhook.secretRotated", "更换推送密钥", "Webhook secret rotated", "An operator had a new secret made for a receiver of notices.");

    public static readonly AuditAction WebhookReplayed = new(
        "webhook.replayed", "重放推送", "Webhook replayed", "An operator had notices sent to a receiver anew.");

    private AuditAction(string code, string chinese, string english, string meaning) => (Code, Chinese, English, Meaning) = (code, chinese, english, meaning);

    /// <summary>Every action, in ordinal order of the codes.</summary>
    public static IReadOnlyList<AuditAction> All { get; } =
    [
        CheckDataReplaced,
        CheckDataRestored,
        ContactRead,
        IndexRebuildRequested,
        ListingImported,
        ListingPublished,
        ListingResumed,
        ListingSuspended,
        ListingWithdrawn,
        PersonErased,
        PersonExported,
        PoisonReplayed,
        SubmissionChangesRequested,
        SubmissionCheckStarted,
        SubmissionChecked,
        SubmissionClaimed,
        SubmissionDiscarded,
        SubmissionOpened,
        SubmissionRecheckRequested,
        SubmissionRejected,
        SubmissionReleased,
        SubmissionStuck,
        SubmissionSubmitted,
        SubmissionRecalled,
        TrailExported,
        TrailRebuildRequested,
        VendorRegistered,
        VendorResumed,
        VendorSuspended,
        VendorUpdated,
        VendorVerificationRefused,
        VendorVerificationRequested,
        VendorVerified,
        VendorPoolRebuildRequested,
        WebhookConfigured,
        WebhookDisabled,
        WebhookRemoved,
        WebhookReplayed,
        WebhookSecretRotated,
    ];

    /// <summary>As the trail has it: what, and what was done to it.</summary>
    public string Code { get; }

    /// <summary>For people, in Chinese.</summary>
    public string Chinese { get; }

    /// <summary>For people, in English.</summary>
    public string English { get; }

    /// <summary>When it is recorded.</summary>
    public string Meaning { get; }

    /// <summary>Whether there is an action of this code.</summary>
    public static bool IsKnown(string code) => All.Any(action => action.Code == code);
}
