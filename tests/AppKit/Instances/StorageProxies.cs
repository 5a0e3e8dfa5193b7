using Marketplace.TestKit;

namespace Marketplace.AppKit.Instances;

/// <summary>A fault proxy in front of each of Azurite's services.</summary>
public sealed class StorageProxies : IAsyncDisposable
{
    private readonly AzuriteServer _azurite;

    private StorageProxies(AzuriteServer azurite)
    {
        _azurite = azurite;
        Blobs = FaultProxy.Start(azurite.Ports.Blob);
        Queues = FaultProxy.Start(azurite.Ports.Queue);
        Tables = FaultProxy.Start(azurite.Ports.Table);
    }

    public FaultProxy Blobs { get; }

    public FaultProxy Queues { get; }

    public FaultProxy Tables { get; }

    public IEnumerable<FaultProxy> All => [Blobs, Queues, Tables];

    /// <summary>Leads through the proxies.</summary>
    public string ConnectionString => _azurite.ConnectionString
        .Replace($":{_azurite.Ports.Blob}/", $":{Blobs.Port}/", StringComparison.Ordinal)
        .Replace($":{_azurite.Ports.Queue}/", $":{Queues.Port}/", StringComparison.Ordinal)
        .Replace($":{_azurite.Ports.Table}/", $":{Tables.Port}/", StringComparison.Ordinal);

    public static StorageProxies Start(AzuriteServer azurite) => new(azurite);

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in All)
        {
            await proxy.DisposeAsync();
        }
    }
}
