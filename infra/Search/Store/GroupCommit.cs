namespace Marketplace.Search.Store;

/// <summary>Puts the calls that wait while a commit is under way into one next commit, so a process's rate does not depend on how long a commit takes.</summary>
internal sealed class GroupCommit(Committer committer, TimeProvider time, CancellationToken stopping)
{
    // Bounds how long one commit keeps other writers waiting.
    private const int MaxIds = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<WriteRequest> _waiting = new();
    private Task _run = Task.CompletedTask;
    private bool _running;

    public Task<IndexReceipt> SubmitAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waiting.Enqueue(request);
            if (!_running)
                _run = Task.Run(RunAsync, CancellationToken.None);
            _running = true;
        }

        return request.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until nobody waits.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
            return _run;
    }

    private async Task RunAsync()
    {
        while (TakeGroup() is { } group)
            await CommitAsync(group);
    }

    private List<WriteRequest>? TakeGroup()
    {
        lock (_gate)
        {
            var group = new List<WriteRequest>();
            for (var ids = 0; ids < MaxIds && _waiting.TryDequeue(out var request); ids += request.Ids.Count)
                group.Add(request);
            _running = group.Count > 0;
            return _running ? group : null;
        }
    }

    private async Task CommitAsync(List<WriteRequest> group)
    {
        IReadOnlySet<string> applied = new HashSet<string>();
        var commit = committer.CommitAsync(
            async (state, cancellationToken) =>
            {
                var proposals = await GroupProposals.ReadAsync(group, cancellationToken);
                (var edition, applied) = proposals.Apply(state, time.GetUtcNow());
                return edition;
            },
            stopping);

        // The callers get whatever went wrong; it is theirs to judge.
        await ((Task)commit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var request in group)
        {
            if (commit.IsCompletedSuccessfully)
                request.Succeed((await commit).Manifest.Generation, applied);
            else
                request.Fail(commit.Exception?.InnerException ?? new OperationCanceledException(stopping));
        }
    }
}
