namespace Marketplace.Search.Store;

/// <summary>What is to become of one entry of the index: an <see cref="Upsert"/> or a <see cref="Delete"/>.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Version">The entry's version with this change made. Grows with every change, a deletion included.</param>
public abstract record IndexChange(string Id, long Version);

/// <summary>The entry is to be found, as this document.</summary>
/// <param name="Document">All of it; nothing is merged with what was indexed before.</param>
public sealed record Upsert(SearchDocument Document) : IndexChange(Document.Id, Document.Version);

/// <summary>The entry is not to be found any more.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Version">The version of the deletion. Later changes of a version up to this one are ignored.</param>
public sealed record Delete(string Id, long Version) : IndexChange(Id, Version);

/// <summary>
/// Reads what entries are now, from where they are kept for good. It is called while no other process can change the index, so the answer is the last word:
/// an id that the answer leaves out exists no more. Called with at most a few hundred distinct ids; must be quick, since other writers wait.
/// </summary>
/// <param name="ids">The entries to read.</param>
/// <param name="cancellationToken">Ends the reading.</param>
/// <returns>One change for each id that exists.</returns>
public delegate Task<IReadOnlyList<IndexChange>> LoadChanges(IReadOnlyList<string> ids, CancellationToken cancellationToken);
