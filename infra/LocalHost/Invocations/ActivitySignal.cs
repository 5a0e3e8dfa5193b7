namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// Tells the queue listeners that something just happened which may have left a message, so that they look at once instead of backing off.
/// The real host does this only for its own output bindings; here it keeps local work brisk.
/// </summary>
internal sealed class ActivitySignal
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>Completes at the next pulse.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse()
    {
        var current = Volatile.Read(ref _next);
        if (Interlocked.CompareExchange(ref _next, NewSignal(), current) == current)
        {
            current.SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
