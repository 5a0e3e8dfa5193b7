namespace Marketplace.Search.Store;

/// <summary>
/// Puts the calls that wait while a commit is under way into one next commit, so a process's rate does not depend on how long a commit takes.
/// </summary>
/// <param name="commitAsync">Does what some calls want. Those it does not fail itself succeed or fail with it.</param>
internal sealed class GroupCommit(Func<IReadOnlyList<WriteRequest>, Task<GroupResult>> commitAsync)
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
            {
                _run = Task.Run(RunAsync, CancellationToken.None);
            }

            _running = true;
        }

        return request.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until nobody waits.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _run;
        }
    }

    private async Task RunAsync()
    {
        while (TakeGroup() is { } group)
        {
            await CommitAsync(group);
        }
    }

    private List<WriteRequest>? TakeGroup()
    {
        lock (_gate)
        {
            var group = new List<WriteRequest>();
            for (var ids = 0; ids < MaxIds && _waiting.TryDequeue(out var request); ids += request.Ids.Count)
            {
                group.Add(request);
            }

            _running = group.Count > 0;
            return _running ? group : null;
        }
    }

    private async Task CommitAsync(List<WriteRequest> group)
    {
        var commit = commitAsync(group);

        // The callers get whatever went wrong; it is theirs to judge.
        await ((Task)commit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var request in group)
        {
            if (commit.IsCompletedSuccessfully)
            {
                request.Succeed(await commit);
            }
            else
            {
                request.Fail(commit.Exception?.InnerException ?? new OperationCanceledException("The index is being closed."));
            }
        }
    }
}

/// <summary>What became of a group of calls.</summary>
/// <param name="Generation">The state of the index that has the changes.</param>
/// <param name="Applied">The ids for which something changed.</param>
internal sealed record GroupResult(long Generation, IReadOnlySet<string> Applied);
