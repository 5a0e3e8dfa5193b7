using System.Text.Json;
using Azure;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;

namespace Marketplace.LocalHost.Queues;

/// <summary>Sends what a function put into its queue outputs: an array gives one message an element; the queue is created if missing (contract §4).</summary>
internal sealed class QueueOutputs(StorageConnections storage, QueueSettings settings)
{
    /// <exception cref="InvocationFailedException">Storage is away or refused; messages sent before that stay sent.</exception>
    public async Task SendAsync(FunctionDefinition function, PayloadReply reply, CancellationToken cancellationToken)
    {
        foreach (var (binding, value) in OutputValues.Resolve(function, reply))
        {
            if (binding is not QueueOutputBinding output)
            {
                continue;
            }

            try
            {
                await SendAsync(output, Messages(value), cancellationToken);
            }
            catch (Exception exception) when (exception is RequestFailedException or ArgumentException or StartupException || StorageFailure.IsOutage(exception))
            {
                throw new InvocationFailedException($"the output {binding.Name} could not be sent: {exception.Message}", exception);
            }
        }
    }

    private async Task SendAsync(QueueOutputBinding output, IEnumerable<string> messages, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(output.Connection, output.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken);
        foreach (var message in messages)
        {
            await queue.SendMessageAsync(QueueMessageText.Encode(message, settings), cancellationToken: cancellationToken);
        }
    }

    private static IEnumerable<string> Messages(OutputValue value)
    {
        var json = value.Bytes is null && value.Json.ValueKind == JsonValueKind.String ? Parse(value.Json.GetString()!) : value.Json;
        return value.Bytes is null && json is { ValueKind: JsonValueKind.Array } many
            ? many.EnumerateArray().Select(one => new OutputValue(one, null).Text)
            : [value.Text];
    }

    // A string that contains a JSON array counts as that array.
    private static JsonElement? Parse(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("[", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
