using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Audit;

/// <summary>What lies in the queue <c>events</c>: chains that gained entries, or how far a rebuild has come.</summary>
/// <param name="Type">Short stable name with a version.</param>
/// <param name="Chains">The chains; of a rebuild, the last one that is done.</param>
internal sealed record AuditMessage(string Type, IReadOnlyList<string> Chains)
{
    /// <summary>Chains have new entries.</summary>
    public const string Recorded = "audit.recorded.1";

    /// <summary>The index is to be made anew from the chain after the one named.</summary>
    public const string Rebuild = "audit.rebuild.1";

    /// <summary>More names would not fit into a message of 48 KiB.</summary>
    public const int MaxChains = 200;

    public string ToText() => JsonSerializer.Serialize(this, AuditMessageJson.Default.AuditMessage);

    /// <exception cref="FormatException">The text is no such message.</exception>
    public static AuditMessage Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, AuditMessageJson.Default.AuditMessage) is { Type: not null, Chains: not null } message) return message;
        }
        catch (JsonException)
        {
            // Answered below, with every other text that is none.
        }

        throw new FormatException("The text is no message about audit chains.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditMessage))]
internal sealed partial class AuditMessageJson : JsonSerializerContext;

/// <summary>Tells the projection what to look at.</summary>
internal sealed class AuditEvents(QueueServiceClient queues)
{
    public const string Queue = "events";

    public async Task AnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        foreach (var part in chains.Distinct(StringComparer.Ordinal).Chunk(AuditMessage.MaxChains))
            await SendAsync(new AuditMessage(AuditMessage.Recorded, part), cancellationToken);
    }

    /// <summary>The same, when the entries stand already: a queue that is away only delays the index, since the daily anchor finds what it missed.</summary>
    public async Task TryAnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(chains, cancellationToken);
        }
        catch (RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            // The daily anchor finds what was not announced.
        }
    }

    /// <summary>Asks for the index to be made anew from the chain after <paramref name="last"/> on; from the first when it is empty.</summary>
    public Task RebuildAsync(string last, CancellationToken cancellationToken) => SendAsync(new AuditMessage(AuditMessage.Rebuild, [last]), cancellationToken);

    private async Task SendAsync(AuditMessage message, CancellationToken cancellationToken) =>
        await queues.GetQueueClient(Queue).SendMessageAsync(message.ToText(), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
}
