using System.Runtime.CompilerServices;

namespace Marketplace.Search.Store;

/// <summary>The index a rebuild makes, and which entries it has to read again. Not for several threads.</summary>
internal sealed class RebuildWork(LoadChanges load, int batch)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private int _read;

    public Draft Draft { get; } = new([]);

    /// <summary>How many entries were read again.</summary>
    public int Reconciled { get; private set; }

    /// <summary>Every document once. An entry that comes again, having moved while everything was read, is read again later.</summary>
    public async IAsyncEnumerable<SearchDocument> DistinctAsync(
        IAsyncEnumerable<SearchDocument> all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var document in all.WithCancellation(cancellationToken))
        {
            if (_seen.Add(document.Id))
            {
                yield return document;
            }
            else
            {
                _repeated.Add(document.Id);
            }
        }
    }

    /// <summary>How many entries would have to be read again now.</summary>
    public int Outstanding(IndexState state) => state.Changes.Count - _read + _repeated.Count;

    /// <summary>
    /// Reads again what changed up to a state. What changes after the reading is logged by a commit after that state, so the next call finds it;
    /// called while nobody else can write, nothing is left.
    /// </summary>
    public async Task ReconcileAsync(IndexState state, CancellationToken cancellationToken)
    {
        var ids = state.Changes.IdsFrom(_read).Concat(_repeated).ToHashSet(StringComparer.Ordinal);
        var current = await CurrentState.ReadAsync(ids, load, batch, cancellationToken);
        ChangeSet.Reconcile(Draft, current);
        _read = state.Changes.Count;
        _repeated.Clear();
        Reconciled += ids.Count;
    }
}
