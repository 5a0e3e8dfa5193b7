namespace Marketplace.LocalHost.Queues;

/// <summary>Counts messages being processed; one waiter can wait until there are few enough.</summary>
internal sealed class InFlight
{
    private readonly Lock gate = new();
    private int count;
    private TaskCompletionSource changed = NewSignal();

    public void Add()
    {
        lock (gate)
        {
            count++;
        }
    }

    public void Remove()
    {
        lock (gate)
        {
            count--;
            changed.SetResult();
            changed = NewSignal();
        }
    }

    public async Task AtMostAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (count <= most)
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
