using System.Runtime.InteropServices;
using Marketplace.LocalHost;
using Marketplace.LocalHost.CommandLine;
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
        .AddConsole(console => console.FormatterName = OneLineFormatter.FormatterName)
        .AddConsoleFormatter<OneLineFormatter, ConsoleFormatterOptions>()
        .AddFilter("Microsoft", LogLevel.Warning));
    try
    {
        await using var host = await RunningLocalHost.StartAsync(options, loggers, TimeProvider.System, asked.Token);
        Console.WriteLine($"LocalHost listening on {host.Address.GetLeftPart(UriPartial.Authority)}, issuer {host.Issuer}");
        if (options.ReadyFile is { } file)
        {
            ReadyFile.Write(file, host);
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
