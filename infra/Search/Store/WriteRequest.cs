namespace Marketplace.Search.Store;

/// <summary>One call that waits for a commit.</summary>
/// <param name="ids">The distinct entries it is about.</param>
/// <param name="reads">Whether it has to read what they are.</param>
/// <param name="proposeAsync">Finds out what is to become of some of them, once nobody else can write.</param>
internal sealed class WriteRequest(
    IReadOnlyCollection<string> ids,
    bool reads,
    Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, ProposedChange>>> proposeAsync)
{
    private readonly TaskCompletionSource<IndexReceipt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Ids => ids;

    public bool Reads => reads;

    public Task<IndexReceipt> Done => _done.Task;

    public static WriteRequest Report(IReadOnlyList<IndexChange> changes)
    {
        var latest = changes.GroupBy(change => change.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new ProposedChange(group.Aggregate(ChangeRules.Later), Current: false), StringComparer.Ordinal);
        return new(latest.Keys, reads: false, (_, _) => Task.FromResult<IReadOnlyDictionary<string, ProposedChange>>(latest));
    }

    public static WriteRequest Load(IReadOnlyList<string> ids, LoadChanges load, int batch) => new(
        [.. ids.Distinct(StringComparer.Ordinal)],
        reads: true,
        async (wanted, cancellationToken) => (await CurrentState.ReadAsync(wanted, load, batch, cancellationToken))
            .ToDictionary(entry => entry.Key, entry => new ProposedChange(entry.Value, Current: true), StringComparer.Ordinal));

    public Task<IReadOnlyDictionary<string, ProposedChange>> ProposeAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken) =>
        proposeAsync(wanted, cancellationToken);

    public void Succeed(GroupResult result)
    {
        var changed = ids.Count(result.Applied.Contains);
        _done.TrySetResult(new IndexReceipt(result.Generation, changed, ids.Count - changed));
    }

    public void Fail(Exception cause) => _done.TrySetException(cause);
}
