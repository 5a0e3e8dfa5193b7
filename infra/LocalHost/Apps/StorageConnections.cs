using System.Collections.Concurrent;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;

namespace Marketplace.LocalHost.Apps;

/// <summary>The storage accounts behind bindings' <c>connection</c> names, one set of clients each.</summary>
internal sealed class StorageConnections(AppSettings settings)
{
    private readonly ConcurrentDictionary<string, StorageAccount> _accounts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A queue whose texts are taken and given as they are on the wire.</summary>
    /// <exception cref="StartupException">There is no usable connection string of that name.</exception>
    /// <exception cref="ArgumentException">The name is no queue name.</exception>
    public QueueClient Queue(string? connection, string name) =>
        Account(connection).CreateQueueServiceClient().GetQueueClient(name, QueueMessageEncoding.None);

    /// <summary>The container in which the host keeps its own state.</summary>
    /// <exception cref="StartupException">There is no usable connection string.</exception>
    public BlobContainerClient HostContainer() => Account(null).CreateBlobServiceClient().GetBlobContainerClient("azure-webjobs-hosts");

    private StorageAccount Account(string? connection) => _accounts.GetOrAdd(connection ?? "", _ =>
    {
        var name = string.IsNullOrEmpty(connection) ? AppSettings.HostStorage : connection;
        try
        {
            return StorageAccount.FromConnectionString(
                settings.ConnectionString(connection) ?? throw new StartupException($"the setting {name} is missing: give a storage connection string (--storage)."));
        }
        catch (FormatException exception)
        {
            throw new StartupException($"the setting {name} is no storage connection string: {exception.Message}", exception);
        }
    });
}
