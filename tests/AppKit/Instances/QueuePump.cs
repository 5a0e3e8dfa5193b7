using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;

namespace Marketplace.AppKit.Instances;

/// <summary>Stands in for the host's queue trigger: hands each message to its function in the host's form and deletes what was done.</summary>
internal sealed class QueuePump(QueueClient queue, HttpClient client, string function)
{
    /// <summary>Runs until nothing is left in the queue, hidden messages included; tests before may have left hundreds.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () =>
        {
            await Parallel.ForEachAsync(await queue.ReceiveMessagesAsync(cancellationToken: cancellationToken), Batch(cancellationToken),
                async (message, stop) => await HandAsync(message, stop));
            return await queue.GetPropertiesIfExistsAsync(cancellationToken) is null or { ApproximateMessagesCount: 0 };
        },
        cancellationToken,
        TimeSpan.FromMinutes(5));

    /// <summary>As many at once as the host hands out.</summary>
    private static ParallelOptions Batch(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };

    private async Task HandAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"/{function}", UriKind.Relative), Payload(message), cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
        }
        else
        {
            // The host lets a failed message come again after a pause of its own; here the pause is the pump's.
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.MessageText, TimeSpan.Zero, cancellationToken);
        }
    }

    // Texts are JSON inside JSON, as the host writes them.
    private static JsonObject Payload(QueueMessage message) => new()
    {
        ["Data"] = new JsonObject { ["message"] = JsonSerializer.Serialize(message.MessageText) },
        ["Metadata"] = new JsonObject { ["DequeueCount"] = $"{message.DequeueCount}", ["Id"] = JsonSerializer.Serialize(message.MessageId) },
    };
}
