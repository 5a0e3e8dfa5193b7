using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests;

/// <summary>LocalHost as a program: options, exit codes, signals, and what is left after a kill.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly AppFolder _app = new AppFolder(proxying: true).Http("Api");
    private readonly TemporaryFolder _data = new();

    [Fact]
    public void Options_are_read()
    {
        var options = CommandLineParser.Parse(
        [
            "--app", "a", "--port", "0", "--issuer-port", "9", "--data", "d", "--storage", "s", "--record", "r",
            "--ready-file", "f", "--setting", "A=1=2", "--setting", "B=", "--queue-pause", "500", "--queue-lease", "30",
        ])!;

        Assert.Equal(("a", 0, 9, "d", "s", "r", "f"),
            (options.AppFolder, options.Port, options.IssuerPort, options.DataFolder, options.Storage, options.RecordFile, options.ReadyFile));
        Assert.Equal(("1=2", ""), (options.Settings["A"], options.Settings["B"]));
        Assert.Equal((500d, 30d), (options.LongestQueuePause.TotalMilliseconds, options.QueueLease.TotalSeconds));
        Assert.Null(CommandLineParser.Parse(["--app", "a", "--help"]));
    }

    [Theory]
    [InlineData("--port 7071", "--app DIR is required")]
    [InlineData("--app a --port 70000", "--port must be a whole number from 0 to 65535")]
    [InlineData("--app a --app b", "--app is given twice")]
    [InlineData("--app", "--app needs a value")]
    [InlineData("--app a --colour red", "Unknown option --colour")]
    [InlineData("--app a --setting x", "--setting needs NAME=TEXT")]
    public void Unusable_options_are_named(string line, string expected)
    {
        var exception = Assert.Throws<StartupException>(() => CommandLineParser.Parse(line.Split(' ')));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_ends_the_handler_and_only_what_was_started(string signal)
    {
        using var bystander = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        using var process = Start();
        var (ready, handlerId) = await ReadyAsync();
        Assert.StartsWith("LocalHost listening on http://127.0.0.1:", await FirstLineAsync(process, "LocalHost listening"), StringComparison.Ordinal);

        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(0, process.ExitCode);
        await GoneAsync(handlerId);
        Assert.False(File.Exists(ReadyFile));
        Assert.False(bystander.HasExited);
        bystander.Kill();
        Assert.Equal(process.Id, ready.GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task Handler_dies_with_a_localhost_that_is_killed()
    {
        using var process = Start();
        var (_, handlerId) = await ReadyAsync();

        process.Kill();

        await GoneAsync(handlerId);
    }

    [Fact]
    public async Task Port_in_use_is_said_with_exit_code_2()
    {
        using var occupied = new TcpListener(IPAddress.Loopback, 0);
        occupied.Start();
        var port = ((IPEndPoint)occupied.LocalEndpoint).Port;
        using var process = Start("--port", port.ToString(CultureInfo.InvariantCulture), "--issuer-port", "0");
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"Port {port} on 127.0.0.1 is in use", await process.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(_app.Journal.Starts);
    }

    [Fact]
    public async Task Third_crash_ends_the_program_with_exit_code_1()
    {
        using var process = Start();
        var (ready, _) = await ReadyAsync();
        using var client = new HttpClient { BaseAddress = new Uri(ready.GetProperty("address").GetString()!) };
        while (!process.HasExited)
        {
            try
            {
                await client.GetAsync("/api/do/exit/9", Cancellation);
            }
            catch (HttpRequestException)
            {
                // The third one takes LocalHost along.
            }
        }

        Assert.Equal(1, process.ExitCode);
        Assert.Equal(3, _app.Journal.Starts.Count);
    }

    [Fact]
    public async Task Folder_that_is_no_app_is_said_with_exit_code_2()
    {
        File.Delete(Path.Combine(_app.Path, "host.json"));
        using var process = Start();
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("host.json not found", await process.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _data.Dispose();
        _app.Dispose();
    }

    private string ReadyFile => _app.Note("ready");

    private Process Start(params string[] more)
    {
        string[] ports = more.Contains("--port") ? [] : ["--port", "0"];
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Marketplace.LocalHost"),
            ["--app", _app.Path, "--data", _data.Path, "--ready-file", ReadyFile, .. ports, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _app.Settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task<(JsonElement Ready, int HandlerId)> ReadyAsync()
    {
        await Eventually.TrueAsync(() => File.Exists(ReadyFile), Cancellation);
        return (JsonElement.Parse(await File.ReadAllTextAsync(ReadyFile, Cancellation)), _app.Journal.Starts[^1]);
    }

    private static async Task<string> FirstLineAsync(Process process, string beginning)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    private static Task GoneAsync(int processId) => Eventually.TrueAsync(() => !Process.GetProcesses().Any(process => process.Id == processId), Cancellation);
}
