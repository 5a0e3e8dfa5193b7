using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// What a group of calls wants, put together. A call whose entries cannot be read or indexed fails alone, with those that share these entries.
/// </summary>
internal sealed class GroupProposals
{
    private const int ParallelReads = 16;

    private readonly IReadOnlyList<WriteRequest> _group;
    private readonly Dictionary<string, ProposedChange> _changes = new(StringComparer.Ordinal);

    private GroupProposals(IReadOnlyList<WriteRequest> group) => _group = group;

    /// <summary>Reads what the calls want. An entry that several of them have to read is read once: after all of them were made, so for all of them.</summary>
    public static async Task<GroupProposals> ReadAsync(IReadOnlyList<WriteRequest> group, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(ParallelReads);
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        var readings = group
            .Where(request => !request.Done.IsCompleted)
            .Select(request => (Request: request, Ids: request.Ids.Where(id => !request.Reads || claimed.Add(id)).ToList()))
            .Select(wanted => (wanted.Ids, Result: ReadAsync(wanted.Request, wanted.Ids, slots, cancellationToken)))
            .ToList();
        await Task.WhenAll(readings.Select(reading => (Task)reading.Result)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var proposals = new GroupProposals(group);
        foreach (var (ids, result) in readings)
        {
            if (result.IsCompletedSuccessfully)
            {
                proposals.Add(await result);
            }
            else
            {
                proposals.Fail(ids, result.Exception?.InnerException ?? new OperationCanceledException("Reading the entries was cancelled."));
            }
        }

        return proposals;
    }

    /// <summary>Applies all that is wanted to a state.</summary>
    /// <returns>What to commit, null if nothing changed; and the ids for which something did.</returns>
    public (Edition? Edition, IReadOnlySet<string> Applied) Apply(IndexState state, DateTimeOffset now)
    {
        try
        {
            return (ChangeSet.Apply(state, Wanted(), now, out var applied), applied);
        }
        catch (ArgumentException)
        {
            FailUnindexable();
            return (ChangeSet.Apply(state, Wanted(), now, out var applied), applied);
        }
    }

    /// <summary>What is wanted of each entry. A call that failed does nothing, but for what others want too.</summary>
    public IReadOnlyDictionary<string, ProposedChange> Wanted()
    {
        var wanted = _group.Where(request => !request.Done.IsCompleted).SelectMany(request => request.Ids).ToHashSet(StringComparer.Ordinal);
        return _changes.Where(change => wanted.Contains(change.Key)).ToDictionary(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, ProposedChange>> ReadAsync(
        WriteRequest request, IReadOnlyList<string> ids, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await request.ProposeAsync(ids, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    private void Add(IReadOnlyDictionary<string, ProposedChange> proposals)
    {
        foreach (var (id, proposal) in proposals)
        {
            _changes[id] = _changes.TryGetValue(id, out var other) ? ProposedChange.Stronger(proposal, other) : proposal;
        }
    }

    private void FailUnindexable()
    {
        foreach (var (id, proposal) in _changes.ToList())
        {
            try
            {
                if (proposal.Change is Upsert upsert)
                {
                    SegmentBuilder.Build([upsert.Document]);
                }
            }
            catch (ArgumentException refused)
            {
                Fail([id], refused);
            }
        }
    }

    private void Fail(IReadOnlyList<string> ids, Exception cause)
    {
        var lost = ids.ToHashSet(StringComparer.Ordinal);
        foreach (var request in _group.Where(request => request.Ids.Any(lost.Contains)))
        {
            request.Fail(cause);
        }
    }
}
