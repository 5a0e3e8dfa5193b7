using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Handler;

/// <summary>The handler's operating-system process: its environment, its end (docs/host-contract.md §1).</summary>
internal sealed class HandlerProcess : IDisposable
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";
    public const string LegacyPortVariable = "FUNCTIONS_HTTPWORKER_PORT";
    public const string WorkerIdVariable = "FUNCTIONS_CUSTOMHANDLER_WORKER_ID";
    public const string LegacyWorkerIdVariable = "FUNCTIONS_HTTPWORKER_ID";
    public const string AppRootVariable = "FUNCTIONS_APP_ROOT_PATH";

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

    /// <summary>The last lines of standard error, to be quoted when the process crashed.</summary>
    public string LastErrors => _output.LastErrors;

    /// <exception cref="Win32Exception">The executable cannot be started.</exception>
    public static async Task<HandlerProcess> StartAsync(PublishedApp app, int port, string workerId, ParentDeathSignal launcher, HandlerOutput output)
    {
        MakeExecutable(app.Host.Executable);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(app.Host.Executable)
            {
                WorkingDirectory = app.Folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        SetEnvironment(process.StartInfo.Environment, app, port.ToString(CultureInfo.InvariantCulture), workerId);
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

    public void Dispose() => _process.Dispose();

    private static void SetEnvironment(IDictionary<string, string?> environment, PublishedApp app, string port, string workerId)
    {
        foreach (var (name, value) in app.Settings.All)
        {
            environment[name] = value;
        }

        environment[PortVariable] = port;
        environment[LegacyPortVariable] = port;
        environment[WorkerIdVariable] = workerId;
        environment[LegacyWorkerIdVariable] = workerId;
        environment[AppRootVariable] = app.Folder;
    }

    private static void MakeExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) == 0)
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Execute);
        }
    }
}
