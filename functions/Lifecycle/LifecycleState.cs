using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Lifecycle;

/// <summary>Where a submission or a listing stands (product.md “Listing life cycle and moderation”).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LifecycleState>))]
public enum LifecycleState
{
    /// <summary>Being written; a listing that was never published (草稿).</summary>
    Draft,

    /// <summary>Submitted, waiting for the checks (已提交).</summary>
    Submitted,

    /// <summary>The checks run (检查中).</summary>
    Checking,

    /// <summary>Waits for a reviewer or is in a reviewer's hands (审核中).</summary>
    InReview,

    /// <summary>Sent back to be changed (需修改).</summary>
    ChangesRequested,

    /// <summary>Refused for good (已驳回).</summary>
    Rejected,

    /// <summary>Published (已上架).</summary>
    Published,

    /// <summary>Hidden by a reviewer; may come back (已暂停).</summary>
    Suspended,

    /// <summary>A listing that was withdrawn; stays so (已下架).</summary>
    Withdrawn,

    /// <summary>A discarded draft (已放弃).</summary>
    Discarded,
}

/// <summary>What can be done to a submission or a listing.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LifecycleAction>))]
public enum LifecycleAction
{
    /// <summary>Write on: content and files.</summary>
    Save,

    /// <summary>Submit to the checks.</summary>
    Submit,

    /// <summary>Recall a submission to edit it.</summary>
    Recall,

    /// <summary>Discard a draft.</summary>
    Discard,

    /// <summary>Begin the checks.</summary>
    StartChecks,

    /// <summary>End the checks; a reviewer is next.</summary>
    PassChecks,

    /// <summary>End the checks: malware.</summary>
    FailChecks,

    /// <summary>Check anew, with the data of now.</summary>
    Recheck,

    /// <summary>Take into one's hands.</summary>
    Claim,

    /// <summary>Give back to the pool.</summary>
    Release,

    /// <summary>Publish what was submitted.</summary>
    Publish,

    /// <summary>Send back to be changed.</summary>
    RequestChanges,

    /// <summary>Refuse for good.</summary>
    Reject,

    /// <summary>Hide a published listing.</summary>
    Suspend,

    /// <summary>Show a suspended listing again.</summary>
    Resume,

    /// <summary>Withdraw a listing for good.</summary>
    Withdraw,
}
