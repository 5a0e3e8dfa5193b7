using Marketplace.Outbox;

namespace Marketplace.Aggregates;

/// <summary>What it takes to change one aggregate that a request names.</summary>
/// <typeparam name="T">The state.</typeparam>
public interface IAggregateStore<T>
    where T : class
{
    /// <summary>Reads an aggregate.</summary>
    /// <param name="id">Its id as the client wrote it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The aggregate; null where there is none, or can be none of that id.</returns>
    Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Counts every change of the aggregate: what its <c>ETag</c> names.</summary>
    long RevisionOf(T state);

    /// <summary>Commits a change with its audit entry and its event.</summary>
    /// <returns>Committed, or why not.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage is away. The change may or may not have been made; a repeat finds out.</exception>
    Task<OutboxOutcome> CommitAsync(Change<T> change, CancellationToken cancellationToken);
}
