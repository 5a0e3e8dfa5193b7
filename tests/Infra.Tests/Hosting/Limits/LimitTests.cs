using Marketplace.Hosting.App;
using Marketplace.Hosting.Limits;
using Marketplace.Infra.Tests.Hosting.Sample;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Infra.Tests.Hosting.Limits;

public sealed class LimitTests
{
    [Fact]
    public async Task A_request_that_runs_too_long_is_cancelled_and_503()
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await app.SendAsync("GET", "/api/parcels/slow");
        Assert.Equal((503, "timeout", "5"), (answer.Status, answer.Code, answer.Header("Retry-After")));
    }

    [Fact]
    public async Task A_route_runs_as_many_at_once_as_it_says()
    {
        await using var app = await SampleApp.StartAsync();
        var turnstile = app.Services.GetRequiredService<Turnstile>();
        var first = app.SendAsync("GET", "/api/parcels/gated");
        await turnstile.Entered.WaitAsync(TestContext.Current.CancellationToken);
        using var second = await app.SendAsync("GET", "/api/parcels/gated");
        using var other = await app.SendAsync("GET", "/api/parcels/p1");
        turnstile.Leave.Release(2);
        using var done = await first;
        using var third = await app.SendAsync("GET", "/api/parcels/gated");
        Assert.Equal((503, "busy", "1"), (second.Status, second.Code, second.Header("Retry-After")));
        Assert.Equal((200, 200, 200), (other.Status, done.Status, third.Status));
    }

    [Fact]
    public async Task A_full_process_refuses_the_rest_but_not_health()
    {
        await using var app = await SampleApp.StartAsync(null, "--Host:MaxRequests=1");
        var turnstile = app.Services.GetRequiredService<Turnstile>();
        var first = app.SendAsync("GET", "/api/parcels/gated");
        await turnstile.Entered.WaitAsync(TestContext.Current.CancellationToken);
        using var refused = await app.SendAsync("GET", "/api/parcels/p1");
        using var health = await app.SendAsync("GET", "/api/health");
        turnstile.Leave.Release();
        using var done = await first;
        Assert.Equal("busy", refused.Code);
        Assert.Equal((200, 200), (health.Status, done.Status));
    }

    [Fact]
    public async Task Each_caller_has_its_own_allowance_which_comes_back_with_time()
    {
        var time = new FakeTimeProvider { HasRealTimers = true };
        await using var app = await LimitedAsync(time);
        var limit = RateClass.Costly.Anonymous;
        for (var left = limit - 1; left >= 0; left--)
        {
            using var taken = await LabelsAsync(app, "1.2.3.4");
            Assert.Equal(200, taken.Status);
            Assert.Equal($"\"costly\";q={limit};w=60", taken.Header("RateLimit-Policy"));
            Assert.StartsWith($"\"costly\";r={left};t=", taken.Header("RateLimit"), StringComparison.Ordinal);
        }

        using var over = await LabelsAsync(app, "1.2.3.4");
        Assert.Equal((429, "tooManyRequests", "10"), (over.Status, over.Code, over.Header("Retry-After")));
        Assert.StartsWith("\"costly\";r=0;t=60", over.Header("RateLimit"), StringComparison.Ordinal);
        using var other = await LabelsAsync(app, "1.2.3.5");
        using var signedIn = await LabelsAsync(app, "1.2.3.4", ("Authorization", "Bearer vendor"));
        using var otherClass = await app.SendAsync("GET", "/api/parcels/p1", null, ("X-Forwarded-For", "1.2.3.4"));
        Assert.Equal((200, 200, 200), (other.Status, signedIn.Status, otherClass.Status));
        Assert.StartsWith($"\"costly\";r={RateClass.Costly.SignedIn - 1};", signedIn.Header("RateLimit"), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(10));
        using var later = await LabelsAsync(app, "1.2.3.4");
        using var again = await LabelsAsync(app, "1.2.3.4");
        Assert.Equal((200, 429), (later.Status, again.Status));
    }

    [Theory]
    [InlineData("9.9.9.9, 1.2.3.4", "1.2.3.4")]
    [InlineData("spoofed, 1.2.3.4:5678", "1.2.3.4")]
    [InlineData("2001:db8:1:2:a::1", "2001:db8:1:2:b::2")]
    [InlineData("[2001:db8:1:2::1]:443", "2001:db8:1:2::2")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    public async Task An_anonymous_caller_is_the_last_hops_network(string one, string same)
    {
        await using var app = await LimitedAsync(new FakeTimeProvider { HasRealTimers = true });
        using var first = await LabelsAsync(app, one);
        using var second = await LabelsAsync(app, same);
        Assert.StartsWith($"\"costly\";r={RateClass.Costly.Anonymous - 2};", second.Header("RateLimit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Azure-Functions-Host/4.1037.0.0")]
    [InlineData("curl/8.0 Azure-Functions-Host/4.1037.0.0")]
    public async Task Where_the_host_forwards_an_address_that_the_client_wrote_does_not_count(string agent)
    {
        await using var app = await LimitedAsync(new FakeTimeProvider { HasRealTimers = true });
        using var first = await LabelsAsync(app, "1.2.3.4", ("User-Agent", agent));
        using var second = await LabelsAsync(app, "1.2.3.5", ("User-Agent", agent));
        Assert.StartsWith($"\"costly\";r={RateClass.Costly.Anonymous - 2};", second.Header("RateLimit"), StringComparison.Ordinal);

        await using var behind = await LimitedAsync(new FakeTimeProvider { HasRealTimers = true }, "--Host:BehindFrontEnd=true");
        using var one = await LabelsAsync(behind, "spoofed, 1.2.3.4", ("User-Agent", agent));
        using var other = await LabelsAsync(behind, "spoofed, 1.2.3.5", ("User-Agent", agent));
        Assert.StartsWith($"\"costly\";r={RateClass.Costly.Anonymous - 1};", other.Header("RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_tokens_is_limited_by_address()
    {
        await using var app = await LimitedAsync(new FakeTimeProvider { HasRealTimers = true });
        for (var i = 0; i < RateClass.Costly.Anonymous; i++)
        {
            using var refused = await LabelsAsync(app, "1.2.3.4", ("Authorization", "Bearer forged"));
            Assert.Equal(401, refused.Status);
        }

        using var over = await LabelsAsync(app, "1.2.3.4", ("Authorization", "Bearer forged"));
        Assert.Equal(429, over.Status);
    }

    [Fact]
    public void Memory_for_callers_is_bounded()
    {
        var time = new FakeTimeProvider { HasRealTimers = true };
        var limiter = new RateLimiter(new HostingOptions(0, "44", [], [], 1, TimeSpan.FromSeconds(1), true, true), time);
        for (var caller = 0; caller < 250_000; caller++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            limiter.Count((RateClass.Writes, caller), 60, TimeSpan.FromMinutes(1));
        }

        Assert.InRange(limiter.Callers, 1, 100_001);
    }

    private static Task<SampleApp> LimitedAsync(TimeProvider time, params string[] settings) =>
        SampleApp.StartAsync(builder => builder.Services.AddSingleton(time), ["--Host:RateLimits=true", .. settings]);

    private static Task<Reply> LabelsAsync(SampleApp app, string address, params (string, string)[] headers) =>
        app.SendAsync("GET", "/api/parcels/labels", null, [("X-Forwarded-For", address), .. headers]);
}
