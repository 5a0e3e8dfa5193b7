using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Queues;

/// <content>Sending, receiving, looking.</content>
public sealed partial class QueueClient
{
    /// <summary>Sends a message.</summary>
    /// <param name="messageText">At most 49,152 bytes of UTF-8.</param>
    /// <param name="visibilityTimeout">How long consumers do not see it, 0 to 7 days; null for not at all.</param>
    /// <param name="timeToLive">When the service drops it unseen; null for 7 days, <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still be sent.</param>
    /// <exception cref="ArgumentException">The text is too long or not well-formed Unicode, or a time is out of range.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the queue does not exist.</exception>
    public async Task<SendReceipt> SendMessageAsync(
        string messageText,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(QueueOperations.Send, RequestMethod.Post, $"/{Name}/messages");
        var request = message.Request;
        request.AppendQuery("visibilitytimeout", visibilityTimeout is { } hidden ? Seconds(hidden, 0) : null);
        request.AppendQuery("messagettl", timeToLive is { } life ? life == Timeout.InfiniteTimeSpan ? "-1" : Seconds(life, 1, TimeSpan.MaxValue) : null);
        SetText(request, messageText);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        if (response.IsError)
        {
            throw StorageError.Unexpected(message);
        }

        var sent = StorageXml.ReadList(response.ContentStream!, "QueueMessage").Items[0];
        return new SendReceipt(sent["MessageId"], sent["PopReceipt"], Time(sent["TimeNextVisible"]));
    }

    /// <summary>Receives messages, hiding them from others; an empty queue gives none at once.</summary>
    /// <param name="maxMessages">1 to 32.</param>
    /// <param name="visibilityTimeout">How long they are hidden, 1 s to 7 days; null for 30 s.</param>
    /// <param name="cancellationToken">Stops waiting; messages may still become hidden.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number or time is out of range.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the queue does not exist.</exception>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveMessagesAsync(
        int maxMessages = QueueLimits.MessagesPerReceive,
        TimeSpan? visibilityTimeout = null,
        CancellationToken cancellationToken = default)
    {
        using var message = MessagesRequest(QueueOperations.Receive, maxMessages);
        message.Request.AppendQuery("visibilitytimeout", visibilityTimeout is { } hidden ? Seconds(hidden, 1) : null);
        var received = await ReadAsync(message, cancellationToken);
        return received.ConvertAll(one => new QueueMessage(
            one["MessageId"],
            one["PopReceipt"],
            QueueText.Decode(one["MessageText"], _encoding),
            Count(one),
            Time(one["InsertionTime"]),
            Time(one["ExpirationTime"]),
            Time(one["TimeNextVisible"])));
    }

    /// <summary>Looks at visible messages without receiving them.</summary>
    /// <param name="maxMessages">1 to 32.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the queue does not exist.</exception>
    public async Task<IReadOnlyList<PeekedMessage>> PeekMessagesAsync(
        int maxMessages = QueueLimits.MessagesPerReceive,
        CancellationToken cancellationToken = default)
    {
        using var message = MessagesRequest(QueueOperations.Peek, maxMessages);
        message.Request.Uri.AppendQuery("peekonly", "true");
        var peeked = await ReadAsync(message, cancellationToken);
        return peeked.ConvertAll(one => new PeekedMessage(
            one["MessageId"],
            QueueText.Decode(one["MessageText"], _encoding),
            Count(one),
            Time(one["InsertionTime"]),
            Time(one["ExpirationTime"])));
    }

    private void SetText(Request request, string text)
    {
        request.Headers.Add("Content-Type", "application/xml");
        request.Content = RequestContent.Create(QueueText.Body(text, _encoding));
    }

    private static string Seconds(TimeSpan time, int least, TimeSpan? most = null)
    {
        var seconds = Math.Ceiling(time.TotalSeconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, least, nameof(time));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, most ?? QueueLimits.LongestVisibility);
        return seconds.ToString("F0", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static long Count(Dictionary<string, string> message) => long.Parse(message["DequeueCount"], CultureInfo.InvariantCulture);

    private HttpMessage MessagesRequest(StorageOperation operation, int maxMessages)
    {
        if (maxMessages is < 1 or > QueueLimits.MessagesPerReceive)
        {
            throw new ArgumentOutOfRangeException(nameof(maxMessages), maxMessages, $"1 to {QueueLimits.MessagesPerReceive} messages.");
        }

        var message = _pipeline.CreateMessage(operation, RequestMethod.Get, $"/{Name}/messages");
        message.Request.AppendQuery("numofmessages", maxMessages.ToString(CultureInfo.InvariantCulture));
        return message;
    }

    private async Task<List<Dictionary<string, string>>> ReadAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.IsError ? throw StorageError.Unexpected(message) : StorageXml.ReadList(response.ContentStream!, "QueueMessage").Items;
    }
}
