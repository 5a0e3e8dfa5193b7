using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>Loads the index before the first request and follows it for as long as the process lives.</summary>
internal sealed class IndexRefreshService(BlobSearchStore store) : BackgroundService
{
    /// <summary>An index that cannot be read must not keep the app from starting: it answers what it can, and health says why.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.LoadAsync(Patience, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => store.RunAsync(stoppingToken);
}
