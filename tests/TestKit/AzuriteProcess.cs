using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Marketplace.TestKit;

/// <summary>One run of the Azurite program: starting it, reading from its output where it listens, ending it.</summary>
internal sealed class AzuriteProcess
{
    private const string Listening = "service is successfully listening at ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private AzuriteProcess(Process process, AzuritePorts ports)
    {
        _process = process;
        Ports = ports;
    }

    public AzuritePorts Ports { get; }

    public int Id => _process.Id;

    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options, AzuritePorts ports, CancellationToken cancellationToken)
    {
        var process = new Process { StartInfo = StartInfo(options, ports) };
        var output = new ConcurrentQueue<string>();
        var announced = new ConcurrentDictionary<string, int>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        void Read(string? line)
        {
            if (line is null)
            {
                return;
            }

            output.Enqueue(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                announced[line.Split(' ')[1]] = new Uri(line[(at + Listening.Length)..]).Port;
                if (announced.Count == 3)
                {
                    ready.TrySetResult();
                }
            }
        }

        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("Azurite ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(StartLimit, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"Azurite did not start ({failure.Message}) It said:\n{string.Join('\n', output)}", failure);
        }

        return new AzuriteProcess(process, new AzuritePorts(announced["Blob"], announced["Queue"], announced["Table"]));
    }

    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
    }

    private static ProcessStartInfo StartInfo(AzuriteOptions options, AzuritePorts ports)
    {
        var folder = RepoRoot.Combine("infra", "LocalHost", "azurite");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "azurite")))
        {
            throw new InvalidOperationException($"Azurite is not installed. Run: npm ci --prefix {folder}");
        }

        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.DataFolder ?? Path.GetTempPath(),
        };
        foreach (var argument in Arguments(options, ports).Prepend("--end-with-stdin").Prepend(Path.Combine(folder, "azurite.cjs")))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static IEnumerable<string> Arguments(AzuriteOptions options, AzuritePorts ports)
    {
        string[] common =
        [
            "--silent", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
        ];
        string[] data = options.DataFolder is null ? ["--inMemoryPersistence"] : ["--location", options.DataFolder];
        string[] https = options.CertificateFile is null ? [] : ["--cert", options.CertificateFile, "--key", options.KeyFile!, "--oauth", "basic"];
        return [.. common, .. data, .. https];
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
