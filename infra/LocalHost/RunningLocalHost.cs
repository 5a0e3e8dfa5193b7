using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Front;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Issuer;
using Marketplace.LocalHost.Queues;
using Marketplace.LocalHost.Recording;

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

    // Disposed in reverse order.
    private readonly Stack<object> _parts = new();
    private HandlerSupervisor _handler = null!;

    private RunningLocalHost()
    {
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
        var host = new RunningLocalHost();
        try
        {
            await host.ComposeAsync(options, loggers, clock, cancellationToken);
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

    private async Task ComposeAsync(LocalHostOptions options, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var log = loggers.CreateLogger("Host.Startup");
        var app = PublishedApp.Read(options);
        var hostId = HostIdentity.Of(options);
        var data = Keep(DataFolder.Open(options.DataFolder));
        if (data.HandlerRecord.KillLeftover() is { } leftover)
        {
            KilledLeftover(log, leftover);
        }

        await StartIssuerAsync(options, data, loggers, clock, cancellationToken);
        app = app with { Settings = app.Settings.With(IssuerSetting, Issuer, options.Settings) };
        var (routes, routeErrors) = RouteTable.Build(app.Functions, app.Host.RoutePrefix);
        var errors = app.Errors.Concat(routeErrors).ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (function, error) in errors)
        {
            InvalidFunction(log, function, error);
        }

        var client = Keep(new HandlerClient(payloadFollowsRedirects: !app.Host.Forwarding));
        var listeners = Keep(new ListenerTasks(log));
        _handler = Keep(new HandlerSupervisor(app, data.HandlerRecord, options.GracefulStop, loggers, clock));
        var guard = new TimeoutGuard(app.Host.FunctionTimeout, _handler, clock, loggers.CreateLogger("Host.Function"));
        var recorder = Keep(new ExchangeRecorder(options.RecordFile, clock));
        var activity = new ActivitySignal();
        var storage = new StorageConnections(app.Settings);
        var invoker = new PayloadInvoker(_handler, client, guard, new QueueOutputs(storage, app.Host.Queues), recorder, activity, clock, loggers);
        var runner = new FunctionRunner(invoker, clock, loggers.CreateLogger("Host.Function"));
        if (options.RequireKeys && data.Path is null)
        {
            KeysNotKept(log);
        }

        var keys = KeyRing.Open(options.RequireKeys, data.Path, app.Functions);
        var front = new HttpFront(
            app,
            routes,
            keys,
            new AdminEndpoints(app, keys, new HandRunner(runner, clock, loggers.CreateLogger("Host.Function")), errors, hostId, clock),
            invoker,
            new ForwardMode(_handler, client, guard, recorder, clock),
            new ProxyMode(_handler, client, guard, recorder, clock, loggers.CreateLogger("Host.Http")),
            activity,
            loggers.CreateLogger("Host.Http"));
        var server = Keep(await WebServer.StartAsync(options.Port, front.BodyLimit, front.HandleAsync, loggers, cancellationToken));
        Address = server.Address;
        _handler.Start();
        await WaitForHandlerAsync(cancellationToken);
        Keep(new Ending(listeners.StopAsync));
        var times = new QueueTimes(options.LongestQueuePause, options.QueueLease);
        TriggerListeners.Start(app, hostId, times, storage, runner, activity, clock, loggers.CreateLogger("Host.Triggers"), listeners);
    }

    private async Task StartIssuerAsync(LocalHostOptions options, DataFolder data, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var port = options.IssuerPort ?? (options.Port == 0 ? 0 : options.Port + 1);
        var keys = Keep(SigningKeys.Open(data.Path));
        DevelopmentIssuer? issuer = null;
        var server = Keep(await WebServer.StartAsync(port, IssuerBodyLimit, context => issuer!.HandleAsync(context), loggers, cancellationToken));
        Issuer = server.Address.GetLeftPart(UriPartial.Authority);
        issuer = new DevelopmentIssuer(keys, new TokenWriter(keys, Issuer, options.Audience, clock), Issuer);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Function keys are asked for, but nobody can know them: keep them in a folder (--data) or ask for none (--no-keys)")]
    private static partial void KeysNotKept(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Killed process {ProcessId}: a handler left over by an earlier run")]
    private static partial void KilledLeftover(ILogger logger, int processId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} is left out: {Reason}")]
    private static partial void InvalidFunction(ILogger logger, string function, string reason);
}
