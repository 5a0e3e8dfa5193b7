using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Processes;

/// <summary>The published function app by itself, started the way the Functions host starts it.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Process _process;
    private readonly long _started;

    private AppProcess(Process process, int port, long started) => (_process, Port, _started) = (process, port, started);

    public int Port { get; }

    public ProcessUsage Usage => ProcessUsage.Of(_process.Id);

    /// <summary>Starts the process; it answers nothing yet.</summary>
    public static AppProcess Start(AzuriteServer azurite)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Published.App) { RedirectStandardOutput = true };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["AzureWebJobsStorage"] = azurite.ConnectionString;
        foreach (var (name, value) in AppSettings.Variables)
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return new AppProcess(process, port, started);
    }

    /// <summary>Asks until the answer is 200.</summary>
    /// <returns>The time since the process was started.</returns>
    public async Task<TimeSpan> AnswersAsync(string path)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nConnection: close\r\n\r\n");
        while (!await TryAsync(request))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(_started) > StartLimit)
            {
                throw new InvalidOperationException("The app did not answer 200.");
            }

            await Task.Delay(Pause);
        }

        return Stopwatch.GetElapsedTime(_started);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // A bare socket: the first request of an HTTP client would cost this process more than the app.
    private async Task<bool> TryAsync(byte[] request)
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            await socket.SendAsync(request);
            var head = new byte[12];
            await using var answer = new NetworkStream(socket);
            return await answer.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
