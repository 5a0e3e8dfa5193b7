using System.Security.Cryptography;
using System.Text;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Front;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Issuer;
using Marketplace.LocalHost.Queues;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost;

/// <summary>
/// A stand-in for the Azure Functions host around one published app: the public front, the handler process, queues, timers and the development issuer.
/// It is ready when made, and ends everything it started when disposed.
/// </summary>
public sealed partial class RunningLocalHost : IAsyncDisposable
{
    /// <summary>The setting in which the handler, and settings given for this run, find the development issuer's address.</summary>
    public const string IssuerSetting = "LOCALHOST_ISSUER";

    private const long IssuerBodyLimit = 64 * 1024;

    private readonly LocalHostOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;

    // Disposed in reverse order.
    private readonly Stack<object> _parts = new();
    private HandlerSupervisor _handler = null!;

    private RunningLocalHost(LocalHostOptions options, ILoggerFactory loggers, TimeProvider clock)
    {
        _options = options;
        _loggers = loggers;
        _clock = clock;
    }

    /// <summary>The public address, such as http://127.0.0.1:7071.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The development issuer's address, which is also the <c>iss</c> of its tokens, without a trailing slash.</summary>
    public string Issuer { get; private set; } = null!;

    /// <summary>Completes, with the reason, if the host stops by itself: after the third crash in a row, or when no handler becomes ready.</summary>
    public Task<string> Stopped => _handler.GaveUp;

    /// <summary>Reads the app, starts its handler, and waits until it answers.</summary>
    /// <param name="options">What to run, and where.</param>
    /// <param name="loggers">Where the host and the handler's output are logged.</param>
    /// <param name="clock">The clock of timers, timeouts and tokens.</param>
    /// <param name="cancellationToken">Gives up the start; what was started is ended.</param>
    /// <exception cref="StartupException">The app folder, an option or a port is not usable, or the handler never became ready.</exception>
    public static async Task<RunningLocalHost> StartAsync(
        LocalHostOptions options, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var host = new RunningLocalHost(options, loggers, clock);
        try
        {
            await host.ComposeAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The running handler's process id; waits while it starts.</summary>
    /// <exception cref="StartupException">No handler becomes ready.</exception>
    public async Task<int> HandlerProcessIdAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return (await _handler.GetAsync(cancellationToken)).ProcessId;
        }
        catch (HandlerUnavailableException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    /// <summary>Kills the handler and everything else that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            switch (part)
            {
                case IAsyncDisposable later:
                    await later.DisposeAsync();
                    break;
                case IDisposable now:
                    now.Dispose();
                    break;
            }
        }
    }

    private async Task ComposeAsync(CancellationToken cancellationToken)
    {
        var log = _loggers.CreateLogger("Host.Startup");
        var app = PublishedApp.Read(_options);
        await StartIssuerAsync(cancellationToken);
        app = app with { Settings = app.Settings.With(IssuerSetting, Issuer, _options.Settings) };
        var (routes, routeErrors) = RouteTable.Build(app.Functions, app.Host.RoutePrefix);
        foreach (var (function, error) in app.Errors.Concat(routeErrors))
        {
            InvalidFunction(log, function, error);
        }

        var client = Keep(HandlerCalls.NewClient());
        var listeners = Keep(new ListenerTasks(log));
        _handler = Keep(new HandlerSupervisor(app, _loggers, _clock));
        var guard = new TimeoutGuard(app.Host.FunctionTimeout, _handler, _clock, _loggers.CreateLogger("Host.Function"));
        var calls = new HandlerCalls(_handler, client, guard, Keep(new ExchangeRecorder(_options.RecordFile, _clock)), _clock);
        var runner = new FunctionRunner(calls, _loggers.CreateLogger("Host.Function"));
        var front = new HttpFront(app, routes, calls, runner, _loggers.CreateLogger("Host.Http"));
        var server = Keep(await WebServer.StartAsync(_options.Port, HttpFront.BodyLimit, web => web.Run(front.HandleAsync), _loggers, cancellationToken));
        Address = server.Address;
        _handler.Start();
        await WaitForHandlerAsync(cancellationToken);
        Keep(new Ending(listeners.StopAsync));
        foreach (var function in app.Functions.Where(function => !function.Disabled))
        {
            Listen(function, app, runner, calls, listeners);
        }
    }

    private void Listen(FunctionDefinition function, PublishedApp app, FunctionRunner runner, HandlerCalls calls, ListenerTasks listeners)
    {
        var log = _loggers.CreateLogger("Host.Triggers");
        try
        {
            switch (function.Trigger)
            {
                case QueueTriggerBinding queue:
                    var source = QueueSource.Of(function, queue, app, _options);
                    listeners.Start(function.Name, new QueueListener(source, new QueueMessageProcessor(source, runner, _clock, log), calls, log).RunAsync);
                    break;
                case TimerTriggerBinding timer:
                    var container = app.Storage().CreateBlobServiceClient().GetBlobContainerClient("azure-webjobs-hosts");
                    listeners.Start(function.Name,
                        new TimerListener(function, timer.Schedule, new TimerStorage(container, HostId(), _clock), runner, log).RunAsync);
                    break;
            }
        }
        catch (StartupException exception)
        {
            throw new StartupException($"{function.Name}: {exception.Message}", exception);
        }
    }

    private async Task StartIssuerAsync(CancellationToken cancellationToken)
    {
        var port = _options.IssuerPort ?? (_options.Port == 0 ? 0 : _options.Port + 1);
        var issuer = new DevelopmentIssuer(Keep(SigningKey.Open(_options.DataFolder)), _clock);
        var server = Keep(await WebServer.StartAsync(port, IssuerBodyLimit, issuer.Map, _loggers, cancellationToken));
        Issuer = issuer.Address = server.Address.GetLeftPart(UriPartial.Authority);
    }

    private async Task WaitForHandlerAsync(CancellationToken cancellationToken)
    {
        var ready = HandlerProcessIdAsync(cancellationToken);
        if (await Task.WhenAny(ready, Stopped) != ready)
        {
            throw new StartupException($"The handler does not start: {await Stopped}");
        }

        await ready;
    }

    // The name under which timers keep their status and locks (docs/host-contract.md §12): at most 32 characters, lower case.
    private string HostId() =>
        _options.HostId ?? "localhost-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(_options.AppFolder))).AsSpan(0, 8));

    private T Keep<T>(T part)
        where T : class
    {
        _parts.Push(part);
        return part;
    }

    private sealed class Ending(Func<Task> end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(end());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} is left out: {Reason}")]
    private static partial void InvalidFunction(ILogger logger, string function, string reason);
}
