using Marketplace.Hosting;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Notifications;

/// <summary>A notification (通知), for people.</summary>
/// <param name="Id">Its id, as <c>POST /api/me/notifications/read</c> takes it.</param>
/// <param name="Code">What it is about.</param>
/// <param name="To">Whom it is for: the reader in person, or all who share a role with them.</param>
/// <param name="Message">The same as a text, in the language of the request.</param>
/// <param name="At">When it happened.</param>
/// <param name="PostedAt">When it arrived here; the list is in this order.</param>
/// <param name="Read">Whether this reader has read it.</param>
/// <param name="ListingId">Listing it is about.</param>
/// <param name="SubmissionId">Submission it is about.</param>
/// <param name="Vendor">Vendor it is about.</param>
/// <param name="State">State that its subject came into.</param>
/// <param name="Reason">Reason given.</param>
public sealed record NotificationItem(
    string Id,
    string Code,
    RecipientKind To,
    string Message,
    DateTimeOffset At,
    DateTimeOffset PostedAt,
    bool Read,
    string? ListingId,
    string? SubmissionId,
    string? Vendor,
    string? State,
    string? Reason)
{
    internal static NotificationItem Of(StoredNotification stored, ReadMarks read, string message) => new(
        stored.Notification.Id, stored.Notification.Code, stored.Notification.Recipient.Kind, message,
        stored.Notification.At, stored.PostedAt, read.Has(stored.Place),
        stored.Notification.ListingId, stored.Notification.SubmissionId, stored.Notification.Vendor, stored.Notification.State, stored.Notification.Reason);
}

/// <summary>A page of notifications, newest first.</summary>
/// <param name="Items">The notifications.</param>
/// <param name="Total">How many there are on all pages, counted up to 10,000.</param>
/// <param name="NextCursor">The cursor of the next page; absent on the last.</param>
/// <param name="Unread">How many are unread, counted up to 1,000.</param>
/// <param name="TotalExceeded">Present and true when there are more than were counted.</param>
/// <param name="UnreadExceeded">Present and true when more are unread than were counted.</param>
public sealed record NotificationPage(
    IReadOnlyList<NotificationItem> Items, int Total, string? NextCursor, int Unread, bool? TotalExceeded, bool? UnreadExceeded) : IPage;

/// <summary>How much there is to read.</summary>
/// <param name="Unread">Unread notifications, counted up to 1,000.</param>
/// <param name="UnreadExceeded">Present and true when there are more.</param>
public sealed record UnreadCount(int Unread, bool? UnreadExceeded)
{
    internal static UnreadCount Of(int counted) => new(Math.Min(counted, Inbox.MaxUnread), counted > Inbox.MaxUnread ? true : null);
}

/// <summary>What was read: single notifications, or all up to a time, or both.</summary>
/// <param name="Ids">Ids of notifications, at most 100; those that are not the caller's change nothing.</param>
/// <param name="UpTo">Everything that arrived until then: the <c>postedAt</c> of the newest one that was shown. It never moves back.</param>
public sealed record ReadRequest(IReadOnlyList<string>? Ids, DateTimeOffset? UpTo);
