using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

/// <summary>Stands for the tables and the queue: counts requests for a rebuild, which the test carries out as another process.</summary>
internal sealed class TestSource(TestIndex index, Catalogue catalogue) : IIndexSource
{
    private int _requests;

    /// <summary>How often a rebuild was asked for.</summary>
    public int Requests => Volatile.Read(ref _requests);

    private int Done { get; set; }

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(catalogue.Versions.Count > 0);

    public Task RequestRebuildAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return Task.CompletedTask;
    }

    /// <summary>Carries out what was asked for since the last call, in a process that starts for it.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        if (Requests > Done)
        {
            Done = Requests;
            await index.Open(source: this).Writer.RebuildAsync(catalogue.ReadAllAsync(), catalogue.LoadAsync, cancellationToken);
        }
    }
}
