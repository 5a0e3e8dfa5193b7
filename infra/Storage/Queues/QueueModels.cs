namespace Marketplace.Storage.Queues;

/// <summary>How message texts travel.</summary>
public enum QueueMessageEncoding
{
    /// <summary>As base64 of their UTF-8; a received text that is no such thing is given as it is.</summary>
    Base64,

    /// <summary>As they are, which must be text that XML can carry.</summary>
    None,
}

/// <summary>The proof of having sent a message, with which the sender can still change or delete it.</summary>
/// <param name="MessageId">The message's id.</param>
/// <param name="PopReceipt">Opaque; valid until the message is received or updated.</param>
/// <param name="TimeNextVisible">When a consumer can first see it.</param>
public sealed record SendReceipt(string MessageId, string PopReceipt, DateTimeOffset TimeNextVisible);

/// <summary>The new proof of holding a message after an update; the old one is void.</summary>
/// <param name="PopReceipt">Opaque.</param>
/// <param name="NextVisibleOn">When the message will be seen by others.</param>
public sealed record UpdateReceipt(string PopReceipt, DateTimeOffset NextVisibleOn);

/// <summary>A message received: invisible to others for a while, to be deleted when done.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="PopReceipt">Opaque; needed to update or delete it.</param>
/// <param name="MessageText">Its text, decoded.</param>
/// <param name="DequeueCount">How often it has been received, this time included.</param>
/// <param name="InsertedOn">When it was sent.</param>
/// <param name="ExpiresOn">When the service drops it.</param>
/// <param name="NextVisibleOn">When others see it again.</param>
public sealed record QueueMessage(
    string MessageId,
    string PopReceipt,
    string MessageText,
    long DequeueCount,
    DateTimeOffset InsertedOn,
    DateTimeOffset ExpiresOn,
    DateTimeOffset NextVisibleOn);

/// <summary>A message looked at without receiving it.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="MessageText">Its text, decoded.</param>
/// <param name="DequeueCount">How often it has been received.</param>
/// <param name="InsertedOn">When it was sent.</param>
/// <param name="ExpiresOn">When the service drops it.</param>
public sealed record PeekedMessage(string MessageId, string MessageText, long DequeueCount, DateTimeOffset InsertedOn, DateTimeOffset ExpiresOn);

/// <summary>What a queue tells about itself.</summary>
/// <param name="ApproximateMessagesCount">Messages in it, hidden ones included; an estimate.</param>
public sealed record QueueProperties(int ApproximateMessagesCount);
