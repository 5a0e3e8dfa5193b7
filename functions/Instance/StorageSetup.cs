using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Operations;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Functions.Vendors.State;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Instance;

/// <summary>Creates the tables, queues and containers that the app uses, as soon as storage answers; beside the first requests, not before them.</summary>
internal sealed partial class StorageSetup(
    TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs, TimeProvider time, ILogger<StorageSetup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly string[] Tables =
    [
        FingerprintStore.TableName,
        ListingStore.TableName,
        NotificationProgress.TableName,
        NotificationStore.TableName,
        SubmissionLists.TableName,
        VendorPoolStore.TableName,
        VendorStore.TableName,
        WebhookStore.TableName,
        .. AuditSetup.Tables,
    ];

    private static readonly string[] Queues = [.. PoisonQueues.Queues, .. PoisonQueues.Queues.Select(PoisonQueues.PoisonOf)];

    private static readonly string[] Containers =
    [
        AuditSetup.Container,
        CheckDataStore.Container,
        SearchEngines.Container,
        .. AttachmentsSetup.Containers,
    ];

    /// <summary>Whether a request came before the table, queue or container it needs was made: away for a moment, on the first start of a new instance.</summary>
    public static bool IsStillToCome(Exception fault) =>
        fault is Azure.RequestFailedException { ErrorCode: "TableNotFound" or "QueueNotFound" or "ContainerNotFound" };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryCreateAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(
            [
                .. Tables.Select(name => tables.GetTableClient(name).CreateIfNotExistsAsync(cancellationToken)),
                .. Queues.Select(name => queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken)),
                .. Containers.Select(name => blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken)),
            ]);
            return true;
        }
        catch (Azure.RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            LogAway(failure.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage is away; tables, queues and containers cannot be created yet: {Reason}")]
    private partial void LogAway(string reason);
}
