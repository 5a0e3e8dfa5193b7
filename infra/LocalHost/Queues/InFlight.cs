namespace Marketplace.LocalHost.Queues;

/// <summary>Counts messages being processed; one waiter can wait until there are few enough.</summary>
internal sealed class InFlight
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource _changed = NewSignal();

    public void Add()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    public void Remove()
    {
        lock (_gate)
        {
            _count--;
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    public async Task AtMostAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_count <= most)
                {
                    return;
                }

                next = _changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
