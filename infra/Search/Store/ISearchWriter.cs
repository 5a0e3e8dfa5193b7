using Azure;

namespace Marketplace.Search.Store;

/// <summary>Changes an index. Any number of callers in any number of processes may do so at once; every method can be repeated after a failure.</summary>
/// <remarks>
/// A version names a content: a change whose version is indexed already changes nothing. Whatever is to be seen in answers (attention too) has to raise it.
/// </remarks>
public interface ISearchWriter
{
    /// <summary>
    /// Brings entries up to date. Their state is read by <paramref name="load"/> once this process is the only writer, so callers cannot overtake each other.
    /// This is the form to use.
    /// </summary>
    /// <param name="ids">Entries that may have changed; repeated ids count once.</param>
    /// <param name="load">Reads their state.</param>
    /// <param name="cancellationToken">Ends the waiting; a commit under way is finished all the same.</param>
    /// <returns>What was done, once readers can see it.</returns>
    /// <exception cref="IndexBusyException">Other writers did not let this one in for too long. Try again later.</exception>
    /// <exception cref="ArgumentException">A loaded document breaks a limit of <see cref="SearchDocument"/>; nothing of this call was done.</exception>
    /// <exception cref="RequestFailedException">Storage is away. Try again later.</exception>
    Task<IndexReceipt> ApplyAsync(IReadOnlyList<string> ids, LoadChanges load, CancellationToken cancellationToken);

    /// <summary>Makes changes that are known already. Those older than what is indexed, or was deleted, are ignored.</summary>
    /// <param name="changes">The changes; of several for one id the highest version counts, and a deletion before an upsert of the same version.</param>
    /// <param name="cancellationToken">Ends the waiting; a commit under way is finished all the same.</param>
    /// <returns>What was done, once readers can see it.</returns>
    /// <exception cref="IndexBusyException">Other writers did not let this one in for too long. Try again later.</exception>
    /// <exception cref="ArgumentException">A document breaks a limit of <see cref="SearchDocument"/>; nothing of this call was done.</exception>
    /// <exception cref="RequestFailedException">Storage is away. Try again later.</exception>
    Task<IndexReceipt> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken);

    /// <summary>Tidies up: merges small parts, frees the room of deleted entries, removes what nothing refers to. For a timer, every few minutes.</summary>
    /// <param name="cancellationToken">Ends the work; what is done so far stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="IndexBusyException">Other writers did not let this one in for too long. Try again later.</exception>
    /// <exception cref="RequestFailedException">Storage is away. Try again later.</exception>
    Task<CompactionReceipt> CompactAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Indexes everything anew beside the index in use, which goes on answering and changing, and puts the result in its place.
    /// A rebuild that is killed leaves the index as it was. Of two at once the one that began later wins.
    /// </summary>
    /// <param name="all">Every entry there is. Reading begins after this call has begun, so changes made earlier have to show in it.</param>
    /// <param name="load">Reads the state of entries that change meanwhile.</param>
    /// <param name="cancellationToken">Ends the work; the index stays as it was.</param>
    /// <returns>What was done, once readers can see it.</returns>
    /// <exception cref="RebuildSupersededException">Another rebuild began, or this one took too long. The index is as it was.</exception>
    /// <exception cref="IndexBusyException">Other writers did not let this one in for too long. Try again later.</exception>
    /// <exception cref="ArgumentException">A document breaks a limit of <see cref="SearchDocument"/>. The index is as it was.</exception>
    /// <exception cref="RequestFailedException">Storage is away. Try again later.</exception>
    Task<RebuildReceipt> RebuildAsync(IAsyncEnumerable<SearchDocument> all, LoadChanges load, CancellationToken cancellationToken);
}

/// <summary>What a call of <see cref="ISearchWriter.ApplyAsync(IReadOnlyList{string}, LoadChanges, CancellationToken)"/> did.</summary>
/// <param name="Generation">The state of the index that has the changes; grows with every commit.</param>
/// <param name="Applied">How many entries changed.</param>
/// <param name="Ignored">How many did not, since the index had that version or a later one.</param>
public sealed record IndexReceipt(long Generation, int Applied, int Ignored);

/// <summary>What <see cref="ISearchWriter.CompactAsync"/> did.</summary>
/// <param name="Merges">How many merges were committed.</param>
/// <param name="Removed">How many stored objects nothing referred to were removed.</param>
public sealed record CompactionReceipt(int Merges, int Removed);

/// <summary>What <see cref="ISearchWriter.RebuildAsync"/> did.</summary>
/// <param name="Generation">The state of the index that has the result.</param>
/// <param name="Documents">How many entries can be found in it.</param>
/// <param name="Reconciled">How many of them were read again because they changed meanwhile.</param>
public sealed record RebuildReceipt(long Generation, long Documents, int Reconciled);
