using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Front;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;
using Microsoft.AspNetCore.Http;

namespace Marketplace.LocalHost.Tests;

/// <summary>Checklist items 10–12 over a running host: keys, the host's own endpoints, the size limit.</summary>
public sealed class FrontTests(FrontTests.Running running) : IClassFixture<FrontTests.Running>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly TestHost _host = running.Host;
    private readonly JsonElement _keys = running.Keys;

    [Fact]
    public async Task Item_10_each_level_opens_to_its_keys_only()
    {
        var (master, own, foreign) = (Key("master"), FunctionKey("Keyed"), FunctionKey("Other"));
        string?[] given = [null, "wrong", foreign, own, Key("host"), master];

        Assert.Equal("200 200 200 200 200 200", await StatusesAsync("/api/anyone", given));
        Assert.Equal("401 401 401 200 200 200", await StatusesAsync("/api/keyed", given));
        Assert.Equal("401 401 401 401 401 200", await StatusesAsync("/api/ruled", given));
    }

    [Fact]
    public async Task Item_10_refusal_is_empty_and_does_not_reach_the_handler()
    {
        var answer = await _host.GetAsync("/api/other");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.DoesNotContain("GET /api/other", _host.App.Journal.Requests);
    }

    [Fact]
    public async Task Item_10_key_may_stand_in_the_query_and_the_header_wins_over_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync($"/api/keyed?code={FunctionKey("Keyed")}")).StatusCode);
        Assert.Equal(401, await StatusAsync($"/api/keyed?code={FunctionKey("Keyed")}", "wrong"));
    }

    [Fact]
    public async Task Item_10_key_is_passed_on_to_the_handler()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/keyed?code=also{FunctionKey("Keyed")}") { Headers = { { "x-functions-key", FunctionKey("Keyed") } } };
        var received = Received.Parse(await (await _host.SendAsync(request)).Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(FunctionKey("Keyed"), received.Header("x-functions-key"));
        Assert.EndsWith($"?code=also{FunctionKey("Keyed")}", received.RawTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_10_keys_outlive_a_restart_and_are_for_their_owner_only()
    {
        using var folder = new TemporaryFolder();
        FunctionDefinition[] functions = [new("Keyed", new HttpTriggerBinding("req", AuthorizationLevel.Function, "x", []), [], null, false)];
        KeyRing.Open(true, folder.Path, functions);
        var file = Path.Combine(folder.Path, "keys.json");
        var key = JsonElement.Parse(await File.ReadAllTextAsync(file, Cancellation)).GetProperty("functions").GetProperty("Keyed").GetString();

        var request = new DefaultHttpContext { Request = { Headers = { ["x-functions-key"] = key } } }.Request;
        Assert.True(KeyRing.Open(true, folder.Path, functions).Opens(request, "Keyed", AuthorizationLevel.Function));
        Assert.False(KeyRing.Open(true, null, functions).Opens(request, "Keyed", AuthorizationLevel.Function));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Item_10_function_switched_off_is_404_but_for_the_master_key() =>
        Assert.Equal("404 404 200", await StatusesAsync("/api/resting", [null, Key("host"), Key("master")]));

    [Fact]
    public async Task Item_11_ping_needs_no_key_and_the_rest_the_master_key()
    {
        Assert.Equal(200, await StatusAsync("/admin/host/ping", null));
        Assert.Equal("401 401 200", await StatusesAsync("/admin/host/status", [null, Key("host"), Key("master")]));
        Assert.Equal("401 200", await StatusesAsync("/admin/functions", [null, Key("master")]));
        Assert.Equal("401 404", await StatusesAsync("/admin/nothing", [null, Key("master")]));
    }

    [Fact]
    public async Task Item_11_status_tells_the_host_and_its_errors()
    {
        var status = await AdminAsync("/admin/host/status");

        Assert.Equal("front-tests", status.GetProperty("id").GetString());
        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.Equal("Broken: function.json has no bindings.", status.GetProperty("errors")[0].GetString());
    }

    [Fact]
    public async Task Item_11_functions_are_listed_with_what_is_known_of_each()
    {
        var names = (await AdminAsync("/admin/functions")).EnumerateArray().Select(function => function.GetProperty("name").GetString());
        var one = await AdminAsync("/admin/functions/keyed");
        var broken = await AdminAsync("/admin/functions/broken/status");

        Assert.Equal(["Anyone", "Keyed", "Other", "Resting", "Ruled", "Work", "Zzz"], names);
        Assert.Equal("/api/keyed", one.GetProperty("invoke_url_template").GetString());
        Assert.Single(broken.GetProperty("errors").EnumerateArray());
    }

    [Fact]
    public async Task Item_11_queue_function_runs_by_hand_in_the_background()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await InvokeAsync("Work", """{"input":"by hand"}""", null));
        Assert.Equal(HttpStatusCode.Accepted, await InvokeAsync("Work", """{"input":"by hand"}""", Key("master")));
        Assert.Equal(HttpStatusCode.NotFound, await InvokeAsync("Nobody", """{"input":""}""", Key("master")));
        Assert.Equal(HttpStatusCode.BadRequest, await InvokeAsync("Work", "", Key("master")));

        await Eventually.TrueAsync(() => _host.App.Journal.CallsOf("Work").Count == 1, Cancellation);
        Assert.Equal("\"by hand\"", _host.App.Journal.CallsOf("Work")[0].Data.GetProperty("msg").GetString());
    }

    [Fact]
    public async Task Item_11_catch_all_never_sees_the_hosts_own_paths()
    {
        await _host.GetAsync("/admin/host/ping");
        await _host.GetAsync("/runtime/webhooks");

        Assert.DoesNotContain(_host.App.Journal.Requests, request => request.Contains("admin", StringComparison.Ordinal) || request.Contains("runtime", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Item_11_root_shows_the_home_page_and_other_unmatched_paths_are_404()
    {
        var page = await _host.GetAsync("/");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.PostAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/elsewhere")).StatusCode);
    }

    [Fact]
    public async Task Item_12_body_over_the_limit_is_refused_before_the_handler()
    {
        var answer = await _host.RawAsync("POST /api/big HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 104857601\n\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /api/big", _host.App.Journal.Requests);
    }

    private string Key(string name) => _keys.GetProperty(name).GetString()!;

    private string FunctionKey(string function) => _keys.GetProperty("functions").GetProperty(function).GetString()!;

    private async Task<int> StatusAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var answer = await _host.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private async Task<string> StatusesAsync(string path, params string?[] given)
    {
        var statuses = new List<int>();
        foreach (var key in given)
        {
            statuses.Add(await StatusAsync(path, key));
        }

        return string.Join(' ', statuses);
    }

    private async Task<JsonElement> AdminAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "x-functions-key", Key("master") } } };
        return JsonElement.Parse(await (await _host.SendAsync(request)).Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<HttpStatusCode> InvokeAsync(string function, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return (await _host.SendAsync(request)).StatusCode;
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TemporaryFolder Data { get; } = new();

        internal TestHost Host { get; private set; } = null!;

        internal JsonElement Keys { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var app = new AppFolder(proxying: true)
                .Http("Anyone", "anyone")
                .Http("Keyed", "keyed", level: "function")
                .Http("Other", "other", level: "function")
                .Http("Ruled", "ruled", level: "admin")
                .Http("Resting", "resting")
                .Http("Zzz", "{*path}")
                .Raw("Broken", "{}")
                .Queue("Work", "never-there");
            var storage = await AzuriteServer.Shared;
            Host = await TestHost.StartAsync(app, options => options with
            {
                RequireKeys = true,
                DataFolder = Data.Path,
                HostId = "front-tests",
                Settings = new Dictionary<string, string>(app.Settings)
                {
                    ["AzureWebJobs.Resting.Disabled"] = "true",
                    ["AzureWebJobsStorage"] = storage.ConnectionString,
                },
            });
            Keys = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Data.Path, "keys.json"), Cancellation));
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Data.Dispose();
        }
    }
}
