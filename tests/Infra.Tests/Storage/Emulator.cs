using System.Globalization;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage;

/// <summary>Fresh tables, queues and containers on the shared Azurite, one name each.</summary>
internal static class Emulator
{
    private static int _next;

    public static async Task<StorageAccount> AccountAsync() =>
        StorageAccount.FromConnectionString((await AzuriteServer.Shared).ConnectionString);

    public static async Task<TableClient> TableAsync(StorageClientOptions? options = null)
    {
        var table = (await AccountAsync()).CreateTableServiceClient(options ?? PatientStorage.Options()).GetTableClient(Name("table"));
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }

    public static async Task<QueueClient> QueueAsync(StorageClientOptions? options = null)
    {
        var queue = (await AccountAsync()).CreateQueueServiceClient(options ?? PatientStorage.Options()).GetQueueClient(Name("queue"));
        await queue.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return queue;
    }

    public static async Task<BlobContainerClient> ContainerAsync(StorageClientOptions? options = null)
    {
        var container = (await AccountAsync()).CreateBlobServiceClient(options ?? PatientStorage.Options()).GetBlobContainerClient(Name("container"));
        await container.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return container;
    }

    public static string Name(string kind) => kind + Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
}
