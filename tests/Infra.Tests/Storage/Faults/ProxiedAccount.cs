using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Faults;

/// <summary>The shared Azurite behind one fault proxy for each service.</summary>
internal sealed class ProxiedAccount : IAsyncDisposable
{
    private readonly StorageAccount _account;

    private ProxiedAccount(AzuriteServer server)
    {
        Blobs = FaultProxy.Start(server.Ports.Blob);
        Queues = FaultProxy.Start(server.Ports.Queue);
        Tables = FaultProxy.Start(server.Ports.Table);
        _account = new StorageAccount(
            At(server.BlobEndpoint, Blobs),
            At(server.QueueEndpoint, Queues),
            At(server.TableEndpoint, Tables),
            StorageCredential.From(new StorageSharedKeyCredential(AzuriteServer.AccountName, AzuriteServer.AccountKey)));
    }

    public FaultProxy Blobs { get; }

    public FaultProxy Queues { get; }

    public FaultProxy Tables { get; }

    /// <summary>How many requests met a fault.</summary>
    public int Faults => new[] { Blobs, Queues, Tables }.Sum(static proxy => proxy.Seen.Count(static seen => seen.Fault != Fault.None));

    public static async Task<ProxiedAccount> StartAsync() => new(await AzuriteServer.Shared);

    public async Task<TableClient> TableAsync(StorageClientOptions? options = null)
    {
        var table = _account.CreateTableServiceClient(options).GetTableClient(Emulator.Name("table"));
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }

    public async Task<QueueClient> QueueAsync(StorageClientOptions? options = null)
    {
        var queue = _account.CreateQueueServiceClient(options).GetQueueClient(Emulator.Name("queue"));
        await queue.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return queue;
    }

    public async Task<BlobContainerClient> ContainerAsync(StorageClientOptions? options = null)
    {
        var container = _account.CreateBlobServiceClient(options).GetBlobContainerClient(Emulator.Name("container"));
        await container.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return container;
    }

    public async ValueTask DisposeAsync()
    {
        await Blobs.DisposeAsync();
        await Queues.DisposeAsync();
        await Tables.DisposeAsync();
    }

    private static Uri At(Uri endpoint, FaultProxy proxy) => new UriBuilder(endpoint) { Port = proxy.Port }.Uri;
}
