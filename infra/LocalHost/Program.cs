using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Marketplace.LocalHost;
using Microsoft.Extensions.Logging.Console;

const int CannotStart = 2;
const int StoppedByItself = 1;

try
{
    if (CommandLineParser.Parse(args) is not { } options)
    {
        Console.WriteLine(CommandLineParser.Usage);
        return 0;
    }

    return await RunAsync(options);
}
catch (StartupException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return CannotStart;
}

static async Task<int> RunAsync(LocalHostOptions options)
{
    using var asked = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var loggers = LoggerFactory.Create(logging => logging
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .AddFilter("Microsoft", LogLevel.Warning));
    try
    {
        await using var host = await RunningLocalHost.StartAsync(options, loggers, TimeProvider.System, asked.Token);
        var address = host.Address.GetLeftPart(UriPartial.Authority);
        Console.WriteLine($"LocalHost listening on {address}, issuer {host.Issuer}");
        if (options.ReadyFile is { } file)
        {
            // Tells scripts where a started LocalHost is; moved into place, so that no reader sees half of it.
            var ready = new JsonObject { ["address"] = address, ["issuer"] = host.Issuer, ["processId"] = Environment.ProcessId };
            await File.WriteAllTextAsync(file + ".new", ready.ToJsonString());
            File.Move(file + ".new", file, overwrite: true);
        }

        var stopped = await Task.WhenAny(host.Stopped, Task.Delay(Timeout.InfiniteTimeSpan, asked.Token)) == host.Stopped;
        if (options.ReadyFile is { } written)
        {
            File.Delete(written);
        }

        return stopped ? StoppedByItself : 0;
    }
    catch (OperationCanceledException) when (asked.IsCancellationRequested)
    {
        return 0;
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        asked.Cancel();
    }
}
