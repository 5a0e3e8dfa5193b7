using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Starts processes from one thread that lives as long as LocalHost. Linux ties a parent-death signal to the parent's <em>thread</em>,
/// so a child started from a pool thread would be killed whenever the pool lets that thread go.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    private readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> _requests = [];

    public LauncherThread() => new Thread(Run) { IsBackground = true, Name = "handler launcher" }.Start();

    /// <summary>Starts the process; fails as <see cref="Process.Start()"/> does.</summary>
    public Task StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add((process, started));
        return started.Task;
    }

    public void Dispose() => _requests.CompleteAdding();

    private void Run()
    {
        foreach (var (process, started) in _requests.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(exception);
            }
        }
    }
}
