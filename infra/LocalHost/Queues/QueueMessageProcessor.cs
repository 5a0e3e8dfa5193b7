using System.Text;
using Azure;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.LocalHost.Queues;

/// <summary>
/// One message from fetch to end (docs/host-contract.md §11): its lease is renewed while the function runs; then it is deleted, shown again, or moved to
/// the poison queue. It is never deleted before a success or a copy.
/// </summary>
internal sealed partial class QueueMessageProcessor(QueueSource source, FunctionRunner runner, TimeProvider clock, ILogger log)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _function = source.Function.Name;

    public async Task ProcessAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            var text = Decode(message.MessageText);
            if (text is null || message.DequeueCount > source.Settings.MaxDequeueCount)
            {
                await PoisonAsync(message, message.PopReceipt, text is null ? "its text does not decode" : "it was delivered too often");
                return;
            }

            var (succeeded, receipt) = await RunAsync(message, text);
            await EndAsync(message, receipt, succeeded, stopping);
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
        {
            // The message shows itself again when its lease is over.
            LeftAlone(log, _function, message.MessageId, exception.Message);
        }
    }

    private async Task<(bool Succeeded, string Receipt)> RunAsync(QueueMessage message, string text)
    {
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(message, done.Token);
        var value = new QueueTriggerValue(
            text, message.MessageId, message.PopReceipt, message.DequeueCount, message.InsertedOn, message.ExpiresOn, message.NextVisibleOn);
        var succeeded = await runner.RunAsync(source.Function, value);
        await done.CancelAsync();
        return (succeeded, await renewing);
    }

    private async Task<string> RenewAsync(QueueMessage message, CancellationToken done)
    {
        var receipt = message.PopReceipt;
        while (true)
        {
            await Task.Delay(source.Lease / 2, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return receipt;
            }

            try
            {
                // Not cancelled half-way: the receipt it brings must not be lost.
                var renewed = await source.Queue.UpdateMessageAsync(message.MessageId, receipt, null, source.Lease, CancellationToken.None);
                receipt = renewed?.PopReceipt ?? receipt;
            }
            catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
            {
                NotRenewed(log, _function, message.MessageId, exception.Message);
            }
        }
    }

    private async Task EndAsync(QueueMessage message, string receipt, bool succeeded, CancellationToken stopping)
    {
        if (succeeded)
        {
            await source.Queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        }
        else if (stopping.IsCancellationRequested)
        {
            // It failed because the handler was ended with the host: shown again, and never poison for that.
            await source.Queue.UpdateMessageAsync(message.MessageId, receipt, null, TimeSpan.Zero, CancellationToken.None);
        }
        else if (source.Poison is null)
        {
            // The host leaves it hidden then, against an endless loop; it comes back when the lease is over.
        }
        else if (message.DequeueCount >= source.Settings.MaxDequeueCount)
        {
            await PoisonAsync(message, receipt, $"it failed {message.DequeueCount} times");
        }
        else
        {
            await source.Queue.UpdateMessageAsync(message.MessageId, receipt, null, source.Settings.VisibilityTimeout, CancellationToken.None);
        }
    }

    private async Task PoisonAsync(QueueMessage message, string receipt, string reason)
    {
        if (source.Poison is not { } poison)
        {
            return;
        }

        Poisoned(log, _function, message.MessageId, poison.Name, reason);
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.MessageText);
        await source.Queue.DeleteMessageAsync(message.MessageId, receipt);
    }

    // Strict, unlike the storage client: what is not base64 of UTF-8 is poison.
    private static string? Decode(string wire)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(wire));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function}: message {MessageId} goes to {Queue}: {Reason}")]
    private static partial void Poisoned(ILogger logger, string function, string messageId, string queue, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: message {MessageId} could not be finished and will come again: {Reason}")]
    private static partial void LeftAlone(ILogger logger, string function, string messageId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the lease of message {MessageId} was not renewed: {Reason}")]
    private static partial void NotRenewed(ILogger logger, string function, string messageId, string reason);
}
