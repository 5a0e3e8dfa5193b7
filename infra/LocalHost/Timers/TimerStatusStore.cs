using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Storage.Blobs;

namespace Marketplace.LocalHost.Timers;

/// <summary>Keeps a timer's status where the host keeps it: <c>timers/{hostId}/Host.Functions.{Name}/status</c> (docs/host-contract.md §12).</summary>
internal sealed class TimerStatusStore(BlobContainerClient container, string hostId, string function)
{
    private readonly BlobClient _blob = container.GetBlobClient($"timers/{hostId}/Host.Functions.{function}/status");

    /// <summary>The recorded status; null if there is none, or none that can be read.</summary>
    public async Task<TimerStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await _blob.DownloadContentAsync(cancellationToken: cancellationToken);
        if (!found.IsFound)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(found.Content, TimerJson.Default.TimerStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Task WriteAsync(TimerStatus status, CancellationToken cancellationToken) =>
        _blob.UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(status, TimerJson.Default.TimerStatus)), cancellationToken: cancellationToken);
}

/// <summary>What is kept of a timer between runs of the host (docs/host-contract.md §12). A default time means never.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);

/// <summary>Source-generated JSON of the status blob; names as the host writes them.</summary>
[JsonSerializable(typeof(TimerStatus))]
internal sealed partial class TimerJson : JsonSerializerContext;
