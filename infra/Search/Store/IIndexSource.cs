using Azure;

namespace Marketplace.Search.Store;

/// <summary>What an index is made from, which outlives it: an index that is lost or damaged is made anew from there, without anybody's doing.</summary>
public interface IIndexSource
{
    /// <summary>Whether there is anything to index. Asked where no index is, to tell one that is new from one that was lost.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>False also while there is nothing to ask yet.</returns>
    /// <exception cref="RequestFailedException">Storage is away.</exception>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Has some process call <see cref="ISearchWriter.RebuildAsync"/> soon. One process of an instance asks, and again only after a while.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>Once the request is safe.</returns>
    /// <exception cref="RequestFailedException">Storage is away.</exception>
    Task RequestRebuildAsync(CancellationToken cancellationToken);
}

/// <summary>For an index whose owner rebuilds it himself.</summary>
internal sealed class NoIndexSource : IIndexSource
{
    public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task RequestRebuildAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
