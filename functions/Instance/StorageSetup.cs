using Marketplace.Storage;

namespace Marketplace.Functions.Instance;

/// <summary>Creates the tables, queues and containers that the app uses, as soon as storage answers; beside the first requests, not before them.</summary>
internal sealed partial class StorageSetup(
    IEnumerable<StorageResource> resources, IServiceProvider services, TimeProvider time, ILogger<StorageSetup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a request came before the table, queue or container it needs was made: away for a moment, on the first start of a new instance.
    /// </summary>
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
            await Task.WhenAll(resources.Distinct().Select(resource => CreateAsync(resource, cancellationToken)));
            return true;
        }
        catch (Azure.RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            LogAway(failure.Message);
            return false;
        }
    }

    private Task CreateAsync(StorageResource resource, CancellationToken cancellationToken) => resource switch
    {
        TableResource table => services.Table(table.Name).CreateIfNotExistsAsync(cancellationToken),
        QueueResource queue => Task.WhenAll(
            services.Queue(queue.Name).CreateIfNotExistsAsync(cancellationToken), services.Queue(queue.PoisonName).CreateIfNotExistsAsync(cancellationToken)),
        _ => services.Container(resource.Name).CreateIfNotExistsAsync(cancellationToken),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage is away; tables, queues and containers cannot be created yet: {Reason}")]
    private partial void LogAway(string reason);
}
