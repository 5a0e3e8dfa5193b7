using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Handler;

/// <summary>The handler's operating-system process: its command line, its environment, its end (contract §1).</summary>
internal sealed class HandlerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HandlerOutput _output;

    private HandlerProcess(Process process, HandlerOutput output, int port)
    {
        _process = process;
        _output = output;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public DateTime StartTime => _process.StartTime;

    /// <summary>The last lines of standard error, to be quoted when the process crashed.</summary>
    public string LastErrors => _output.LastErrors;

    /// <exception cref="Win32Exception">The executable cannot be started.</exception>
    public static async Task<HandlerProcess> StartAsync(PublishedApp app, int port, string workerId, LauncherThread launcher, HandlerOutput output)
    {
        var description = app.Host.Handler;
        MakeExecutable(description.Executable);
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var (fileName, arguments) = ParentDeathSignal.Wrap(description.Executable, Arguments(description, app.Settings, portText));
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(fileName, arguments)
            {
                WorkingDirectory = description.WorkingDirectory,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        SetEnvironment(process.StartInfo.Environment, app, portText, workerId);
        process.OutputDataReceived += (_, line) => output.OnOutput(line.Data);
        process.ErrorDataReceived += (_, line) => output.OnError(line.Data);
        await launcher.StartAsync(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HandlerProcess(process, output, port);
    }

    /// <summary>Waits until the process is gone and its output read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>SIGKILL for the process and everything it started; nothing if it is already gone.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended between the decision and the call.
        }
    }

    /// <summary>Asks the process to end, where the system knows how to ask.</summary>
    public void Terminate()
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]));
    }

    public void Dispose() => _process.Dispose();

    private static string Arguments(HandlerDescription description, AppSettings settings, string port)
    {
        var known = new AppSettings(settings.All.Append(KeyValuePair.Create(HandlerVariables.Port, port)));
        IEnumerable<string> parts = description.Arguments;
        if (description.WorkerPath is { } worker)
        {
            parts = parts.Append($"\"{worker}\"");
        }

        return known.Expand(string.Join(' ', parts.Concat(description.WorkerArguments)));
    }

    private static void SetEnvironment(IDictionary<string, string?> environment, PublishedApp app, string port, string workerId)
    {
        foreach (var (name, value) in app.Settings.All)
        {
            environment[name] = value;
        }

        environment[HandlerVariables.Port] = port;
        environment[HandlerVariables.LegacyPort] = port;
        environment[HandlerVariables.WorkerId] = workerId;
        environment[HandlerVariables.LegacyWorkerId] = workerId;
        environment[HandlerVariables.AppRoot] = app.Folder;
    }

    private static void MakeExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0)
        {
            return;
        }

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Execute);
    }
}
