using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Processes;

/// <summary>A whole instance in processes of its own: Azurite, LocalHost with its defaults, and the function app that it starts.</summary>
internal sealed class WholeInstance : IAsyncDisposable
{
    private static readonly string[] Queues = [ListingStore.Queue, ChangeEvents.Queue, WebhookQueue.Name];

    private readonly AzuriteServer _azurite;
    private readonly Process _host;
    private readonly TemporaryFolder _folder;
    private readonly HttpClient _client;
    private readonly Uri _issuer;

    private WholeInstance(AzuriteServer azurite, Process host, TemporaryFolder folder, Uri address, Uri issuer)
    {
        (_azurite, _host, _folder, _issuer) = (azurite, host, folder, issuer);
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <param name="dataFolder">Where Azurite keeps its data, with the journal of ./run; null for memory.</param>
    public static async Task<WholeInstance> StartAsync(string? dataFolder = null)
    {
        var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = dataFolder });
        var folder = new TemporaryFolder();
        var ready = Path.Combine(folder.Path, "ready.json");
        var start = new ProcessStartInfo(Published.LocalHost) { RedirectStandardOutput = true };
        foreach (var argument in Arguments(azurite, ready))
        {
            start.ArgumentList.Add(argument);
        }

        var host = Process.Start(start)!;
        host.BeginOutputReadLine();
        await Eventually.TrueAsync(() => File.Exists(ready), default);
        using var said = JsonDocument.Parse(await File.ReadAllTextAsync(ready));
        return new WholeInstance(azurite, host, folder, Address("address"), Address("issuer"));

        Uri Address(string name) => new(said.RootElement.GetProperty(name).GetString()!);
    }

    public Uri Address => _client.BaseAddress!;

    public Task<string> OperatorTokenAsync() => TokenAsync("operator");

    public async Task<string> TokenAsync(string role, params (string Name, string Value)[] claims)
    {
        using var form = new FormUrlEncodedContent([new("role", role), .. claims.Select(claim => KeyValuePair.Create(claim.Name, claim.Value))]);
        using var answer = await _client.PostAsync(new Uri(_issuer, "/token"), form);
        return (await ReadAsync(answer)).GetProperty("access_token").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    public async Task<long> TotalAsync() => (await GetAsync("/api/listings?limit=1")).GetProperty("total").GetInt64();

    /// <summary>Messages of all queues, hidden ones included.</summary>
    public Task<int> CountMessagesAsync() => CountAsync(static queue => queue.Name);

    public Task<int> CountGivenUpAsync() => CountAsync(static queue => queue.PoisonName);

    /// <summary>Imports lines that must all be taken.</summary>
    public async Task ImportAsync(IEnumerable<string> lines, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/listings/import", UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines)))
            {
                Headers =
                { ContentType = new MediaTypeHeaderValue("application/x-ndjson") }
            },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request);
        var report = await ReadAsync(answer);
        if (report.GetProperty("failed").GetInt32() > 0 || report.TryGetProperty("stoppedAt", out _))
        {
            throw new InvalidOperationException(report.GetRawText());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_host.HasExited)
        {
            _host.Kill(entireProcessTree: true);
        }

        await _host.WaitForExitAsync();
        _host.Dispose();
        await _azurite.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task<int> CountAsync(Func<QueueResource, string> name)
    {
        var queues = StorageAccount.FromConnectionString(_azurite.ConnectionString).CreateQueueServiceClient(PatientStorage.Options());
        var counted = 0;
        foreach (var queue in Queues)
        {
            counted += (await queues.GetQueueClient(name(new QueueResource(queue))).GetPropertiesIfExistsAsync())?.ApproximateMessagesCount ?? 0;
        }

        return counted;
    }

    private static IEnumerable<string> Arguments(AzuriteServer azurite, string ready) =>
    [
        "--app", Published.AppFolder, "--port", "0", "--issuer-port", "0", "--ready-file", ready, "--storage", azurite.ConnectionString,
        "--setting", $"Marketplace__Identity={File.ReadAllText(RepoRoot.Combine("docs", "identity", "localhost.json")).Replace("http://127.0.0.1:7072", "%LOCALHOST_ISSUER%", StringComparison.Ordinal)}",
        .. AppSettings.Variables.SelectMany(setting => (string[])["--setting", $"{setting.Name}={setting.Value}"]),
    ];

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }
}
