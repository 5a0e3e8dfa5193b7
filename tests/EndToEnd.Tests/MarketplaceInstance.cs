using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.AppKit.Callers;
using Marketplace.Storage;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>A whole instance in real processes on loopback: Azurite with its data on disk, LocalHost, and the function app it starts.</summary>
public sealed partial class MarketplaceInstance : IAsyncDisposable
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _log = new();
    private readonly LogSearch _search = new(AzuriteServer.AccountKey, Key);
    private readonly int _port = FreePort();
    private readonly int _issuerPort = FreePort();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(4) };
    private IReadOnlyList<(string Name, string Value)> _settings = [];
    private AzuriteServer? _azurite;
    private Process? _host;

    private MarketplaceInstance() => _client.BaseAddress = Address;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public Uri Issuer => new($"http://127.0.0.1:{_issuerPort}");

    public AzuriteServer Azurite => _azurite!;

    internal LogSearch Secrets => _search;

    /// <summary>Storage as the app uses it, to look at it from outside.</summary>
    public StorageAccount Storage => StorageAccount.FromConnectionString(Azurite.ConnectionString);

    /// <summary>Everything LocalHost and the app have written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <param name="cancellationToken">Stops.</param>
    /// <param name="settings">Further settings of the host and the app.</param>
    public static async Task<MarketplaceInstance> StartAsync(CancellationToken cancellationToken, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var instance = new MarketplaceInstance { _settings = settings };
        instance._azurite = await AzuriteServer.StartAsync(
            new AzuriteOptions { DataFolder = Directory.CreateDirectory(Path.Combine(instance._folder.Path, "azurite")).FullName }, cancellationToken);
        await instance.StartHostAsync(cancellationToken);
        return instance;
    }

    /// <summary>Starts LocalHost, which starts the app, and waits until both answer.</summary>
    public async Task StartHostAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Published.LocalHost) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in Arguments())
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["AzureWebJobsStorage"] = Azurite.ConnectionString;
        start.Environment["Marketplace__AllowSamples"] = "true";
        start.Environment["Marketplace__Identity"] = (await File.ReadAllTextAsync(RepoRoot.Combine("docs", "identity", "localhost.json"), cancellationToken))
            .Replace("127.0.0.1:7072", $"127.0.0.1:{_issuerPort}", StringComparison.Ordinal);
        start.Environment["Host__CursorKeys"] = Key;
        start.Environment["Marketplace__PseudonymKey"] = Key;
        start.Environment["Marketplace__WebhookKey"] = Key;
        start.Environment["Marketplace__IndexCopy"] = "off";
        start.Environment["Host__RateLimits"] = "false";
        start.Environment["Marketplace__MostDrafts"] = "1000000";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _host = Process.Start(start)!;
        _host.OutputDataReceived += Keep;
        _host.ErrorDataReceived += Keep;
        _host.BeginOutputReadLine();
        _host.BeginErrorReadLine();
        await Eventually.TrueAsync(async () => await StatusAsync("/api/health", cancellationToken) == HttpStatusCode.OK, cancellationToken: cancellationToken);
    }

    /// <summary>SIGKILL for LocalHost; the app dies with it.</summary>
    public void KillHost() => _host!.Kill();

    /// <summary>SIGKILL for the app; LocalHost starts it again.</summary>
    public void KillApp()
    {
        try
        {
            using var app = Process.GetProcessById(AppProcessId());
            app.Kill();
        }
        catch (ArgumentException)
        {
            // It died by itself, or with LocalHost.
        }
    }

    /// <summary>Starts LocalHost again if it ended, as whoever runs a service does; the app's third death ends it too (docs/host-contract.md §1).</summary>
    public Task EnsureHostAsync(CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () =>
        {
            if (_host!.HasExited)
            {
                await StartHostAsync(cancellationToken);
            }

            return await StatusAsync("/api/health", cancellationToken) == HttpStatusCode.OK;
        },
        cancellationToken,
        TimeSpan.FromMinutes(5));

    /// <summary>Runs a timer's function now.</summary>
    public async Task RunTimerAsync(string function, CancellationToken cancellationToken)
    {
        using var empty = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(Address, $"/admin/functions/{function}"), empty, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Messages in all queues, hidden and given up ones included.</summary>
    public async Task<long> CountMessagesAsync(CancellationToken cancellationToken)
    {
        var (queues, count) = (Storage.CreateQueueServiceClient(), 0L);
        foreach (var name in Published.Queues.SelectMany(name => (string[])[name, name + "-poison"]))
        {
            count += (await queues.GetQueueClient(name).GetPropertiesIfExistsAsync(cancellationToken))?.ApproximateMessagesCount ?? 0;
        }

        return count;
    }

    /// <summary>SIGKILL for storage, and a new start on the same data.</summary>
    public async Task KillStorageAsync(CancellationToken cancellationToken)
    {
        await Azurite.KillAsync();
        await Azurite.RestartAsync(cancellationToken);
    }

    public async Task<string> TokenAsync(string role, params (string Name, string Value)[] claims)
    {
        using var form = new FormUrlEncodedContent([new("role", role), .. claims.Select(claim => new KeyValuePair<string, string>(claim.Name, claim.Value))]);
        using var response = await _client.PostAsync(new Uri(Issuer, "/token"), form, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken),
            cancellationToken: TestContext.Current.CancellationToken);
        var token = json.RootElement.GetProperty("access_token").GetString()!;
        _search.Expect(token);
        return token;
    }

    /// <summary>Somebody with a phone: the verbs with a token of that role and these claims; no role for somebody without a token.</summary>
    internal async Task<Session> AsAsync(string? role = null, params (string Name, string Value)[] claims) =>
        new(_client, role is null ? null : await TokenAsync(role, claims));

    public async Task<JsonElement> GetAsync(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    public async Task<long> TotalAsync(string filter = "") => (await GetAsync($"/api/listings?limit=1{filter}")).GetProperty("total").GetInt64();

    /// <summary>Sends lines to the import until a whole answer comes: on a busy machine storage may run into a time limit, which is 503.</summary>
    public async Task<JsonElement> ImportedAsync(IEnumerable<string> lines, string token)
    {
        var sent = lines.ToList();
        var report = await Eventually.ResultAsync(() => ImportAsync(sent, token), static report => report is not null, TestContext.Current.CancellationToken);
        return report!.Value;
    }

    /// <summary>Sends lines to the import; null when no whole answer came back.</summary>
    public async Task<JsonElement?> ImportAsync(IEnumerable<string> lines, string token)
    {
        var sent = lines.ToList();
        _search.ExpectContacts(sent);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', sent)));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return await SendAsync(HttpMethod.Post, "/api/listings/import", body, token);
    }

    public async Task<JsonElement?> SendAsync(HttpMethod method, string path, HttpContent? body, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<HttpStatusCode?> StatusAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(Address, path), cancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Ends everything, and searches what was written for what must never be.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            if (!host.HasExited)
            {
                host.Kill(entireProcessTree: true);
            }

            await host.WaitForExitAsync();
            host.Dispose();
        }

        if (_azurite is { } azurite)
        {
            await azurite.DisposeAsync();
        }

        _client.Dispose();
        IEnumerable<string> record = File.Exists(RecordFile) ? await File.ReadAllLinesAsync(RecordFile) : [];
        _folder.Dispose();
        _search.AssertClean(Log.Split('\n'), record);
    }

    private string RecordFile => Path.Combine(_folder.Path, "record.ndjson");

    private IEnumerable<string> Arguments() =>
    [
        "--app", Published.App, "--port", Text(_port), "--issuer-port", Text(_issuerPort), "--data", Path.Combine(_folder.Path, "localhost"), "--record", RecordFile, "--queue-pause", "500", "--queue-lease", "6",
    ];

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }

    /// <summary>LocalHost says which process it started last.</summary>
    private int AppProcessId() => int.Parse(Ready().Matches(Log)[^1].Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("Handler ready: process ([0-9]+)")]
    private static partial Regex Ready();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
