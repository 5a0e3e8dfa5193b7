using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Marketplace.Files.Scanning;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Files;

/// <summary>Starts the installed clamd on loopback with one signature; ends it with the test.</summary>
public sealed class RealClamd : IAsyncLifetime
{
    public const string HowToInstall = "clamd is not installed (apt-get install clamav-daemon).";

    private static readonly string[] Places = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"];

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private Process? _process;

    /// <summary>What the signature knows: nothing that any other scanner would.</summary>
    public static byte[] Malware { get; } = Encoding.ASCII.GetBytes("a made-up signature of the marketplace's tests, 6c8f2e");

    public static bool IsMissing => Program is null;

    private static string? Program => Places.FirstOrDefault(File.Exists);

    private string SocketPath => Path.Combine(_folder.Path, "clamd.ctl");

    public ClamdScanner Scanner(string transport) =>
        new(ClamdAddress.TryParse(transport == "unix" ? $"unix:{SocketPath}" : $"tcp://127.0.0.1:{_port}", out var address)
            ? address
            : throw new InvalidOperationException(), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        if (Program is not { } program)
        {
            return;
        }

        await WriteAsync("test.ndb", $"Marketplace.Test:0:*:{Convert.ToHexStringLower(Malware)}\n");
        await WriteAsync("clamd.conf", $"""
            Foreground yes
            LocalSocket {SocketPath}
            TCPSocket {_port}
            TCPAddr 127.0.0.1
            DatabaseDirectory {_folder.Path}
            TemporaryDirectory {_folder.Path}
            LogFile {Path.Combine(_folder.Path, "clamd.log")}
            StreamMaxLength 2M

            """);
        _process = Process.Start(new ProcessStartInfo(program, ["-c", Path.Combine(_folder.Path, "clamd.conf")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        });
        await Eventually.TrueAsync(
            async () => _process!.HasExited ? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync())
                : (await Scanner("tcp").ScanAsync(Stream.Null, CancellationToken.None)).Outcome == ScanOutcome.Clean,
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.Path, name), text);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
