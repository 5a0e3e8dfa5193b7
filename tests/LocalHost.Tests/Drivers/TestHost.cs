using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>A running LocalHost around an app folder, with verbs for tests.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;

    private TestHost(AppFolder app, RunningLocalHost host, ILoggerFactory loggers, LogBook log)
    {
        App = app;
        Host = host;
        Log = log;
        _loggers = loggers;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = host.Address };
    }

    public AppFolder App { get; }

    public RunningLocalHost Host { get; }

    public LogBook Log { get; }

    public HttpClient Client { get; }

    /// <summary>Starts LocalHost on free ports, unless a test says otherwise.</summary>
    public static async Task<TestHost> StartAsync(AppFolder app, Func<LocalHostOptions, LocalHostOptions>? with = null, TimeProvider? clock = null)
    {
        var log = new LogBook();
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug));
        var options = new LocalHostOptions { AppFolder = app.Path, Port = 0, Settings = app.Settings };
        var host = await RunningLocalHost.StartAsync(with?.Invoke(options) ?? options, loggers, clock
            ?? TimeProvider.System, TestContext.Current.CancellationToken);
        return new TestHost(app, host, loggers, log);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<string> GetTextAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>What the handler received of a GET.</summary>
    public async Task<Received> EchoAsync(string path) => Received.Parse(await GetTextAsync(path));

    public Task<HttpResponseMessage> PostAsync(string path, string body = "") =>
        Client.PostAsync(path, new StringContent(body), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Sends bytes as they are and gives the whole answer as text.</summary>
    public Task<string> RawAsync(string request) => RawHttp.SendAsync(Host.Address.Port, request, TestContext.Current.CancellationToken);

    public async Task<Received> RawEchoAsync(string request) => Received.Parse(RawHttp.Body(await RawAsync(request)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _loggers.Dispose();
        App.Dispose();
    }
}

/// <summary>A request as the sample handler saw it.</summary>
internal sealed record Received(string Method, string RawTarget, string Path, Dictionary<string, string[]> Headers, int BodyLength, string? Body, int ProcessId)
{
    public static Received Parse(string json) => JsonSerializer.Deserialize<Received>(json, JsonSerializerOptions.Web)!;

    /// <summary>A header's values as one line, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { } values ? string.Join(" | ", values) : null;
}
