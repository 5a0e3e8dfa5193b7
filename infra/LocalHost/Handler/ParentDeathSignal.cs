using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Starts processes that the kernel kills when LocalHost dies without a chance to do it: through setpriv of util-linux, which becomes the handler
/// itself by exec; where setpriv is missing, without that. Linux ties the signal to the parent's <em>thread</em>, so one thread that lives as
/// long as LocalHost starts them all: a child of a pool thread would be killed whenever the pool lets that thread go.
/// </summary>
internal sealed class ParentDeathSignal : IDisposable
{
    private const string Tool = "setpriv";
    private static readonly string[] Options = ["--pdeathsig", "KILL", "--"];
    private static readonly Lazy<bool> Supported = new(IsSupported);

    private readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> _requests = [];

    public ParentDeathSignal() => new Thread(Run) { IsBackground = true, Name = "handler launcher" }.Start();

    /// <summary>Starts the process; fails as <see cref="Process.Start()"/> does.</summary>
    public Task StartAsync(Process process)
    {
        if (Supported.Value)
        {
            process.StartInfo.Arguments = $"{string.Join(' ', Options)} \"{process.StartInfo.FileName}\"";
            process.StartInfo.FileName = Tool;
        }

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
            catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
            {
                started.SetException(exception);
            }
        }
    }

    private static bool IsSupported()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // Other programs of that name (BusyBox) lack the option: a trial tells.
            using var trial = Process.Start(new ProcessStartInfo(Tool, [.. Options, "true"]) { RedirectStandardError = true });
            return trial is not null && trial.WaitForExit(TimeSpan.FromSeconds(5)) && trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
