using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Queues;

/// <content>Messages the caller holds: those it received, and those it sent.</content>
public sealed partial class QueueClient
{
    /// <summary>Changes when a held message is seen again, and its text when one is given; null when it is no longer the caller's.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="popReceipt">The last receipt; the result holds the next one.</param>
    /// <param name="messageText">A new text; null keeps the old.</param>
    /// <param name="visibilityTimeout">From now, 0 to 7 days.</param>
    /// <param name="cancellationToken">Stops waiting; the update may still happen.</param>
    /// <exception cref="ArgumentException">The text or the time is not possible.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<UpdateReceipt?> UpdateMessageAsync(
        string messageId,
        string popReceipt,
        string? messageText,
        TimeSpan visibilityTimeout,
        CancellationToken cancellationToken = default)
    {
        using var message = HeldMessageRequest(QueueOperations.Update, RequestMethod.Put, messageId, popReceipt);
        message.Request.AppendQuery("visibilitytimeout", Seconds(visibilityTimeout, 0));
        if (messageText is null)
        {
            message.Request.SetEmptyBody();
        }
        else
        {
            SetText(message.Request, messageText);
        }

        var response = await _pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 204)
        {
            return new UpdateReceipt(response.Header("x-ms-popreceipt")!, Time(response.Header("x-ms-time-next-visible")!));
        }

        return IsNoLongerOurs(response) ? null : throw StorageError.Unexpected(message);
    }

    /// <summary>Deletes a held message; false when it is no longer the caller's.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        using var message = HeldMessageRequest(QueueOperations.Delete, RequestMethod.Delete, messageId, popReceipt);
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            204 => true,
            404 when message.WasRetried() => true,
            _ when IsNoLongerOurs(response) => false,
            _ => throw StorageError.Unexpected(message),
        };
    }

    private static bool IsNoLongerOurs(Response response) => StorageError.CodeOf(response) is "PopReceiptMismatch" or "MessageNotFound";

    private HttpMessage HeldMessageRequest(StorageOperation operation, RequestMethod method, string messageId, string popReceipt)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        ArgumentException.ThrowIfNullOrEmpty(popReceipt);
        var message = _pipeline.CreateMessage(operation, method, $"/{Name}/messages/{Uri.EscapeDataString(messageId)}");
        message.Request.AppendQuery("popreceipt", popReceipt);
        return message;
    }
}
