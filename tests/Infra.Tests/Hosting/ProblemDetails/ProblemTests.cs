using Marketplace.Infra.Tests.Hosting.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infra.Tests.Hosting.ProblemDetails;

public sealed class ProblemTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task A_problem_has_all_members_and_its_media_type()
    {
        using var answer = await sample.GetAsync("/api/parcels/x", ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        Assert
            .Equal("""{"type":"urn:marketplace:problem:notFound","title":"未找到","status":404,"code":"notFound","traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""",
            answer.Text);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Contains("Accept-Language", answer.Header("Vary"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "zh-CN")]
    [InlineData("en", "en")]
    [InlineData("en-GB, zh;q=0.9", "en")]
    [InlineData("zh-CN, en", "zh-CN")]
    [InlineData("en;q=0.2, zh-TW;q=0.1", "en")]
    [InlineData("en;q=0, *", "zh-CN")]
    [InlineData("fr", "zh-CN")]
    [InlineData("*", "zh-CN")]
    [InlineData("fr, en;q=0.1", "en")]
    [InlineData("entish", "zh-CN")]
    [InlineData(";;;", "zh-CN")]
    public async Task Texts_follow_the_language_the_client_weighs_highest(string? accepted, string language)
    {
        using var answer = await sample.GetAsync("/api/parcels/x", [.. accepted is null ? [] : new[] { ("Accept-Language", accepted) }]);
        Assert.Equal(language, answer.Header("Content-Language"));
        Assert.Equal(language == "en" ? "Not found" : "未找到", answer.Json.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "notFound")]
    [InlineData("GET", "/nothing", 404, "notFound")]
    [InlineData("GET", "/api/parcels/p1/nothing", 404, "notFound")]
    [InlineData("GET", "/api/parcels/a%2Fb", 404, "notFound")]
    [InlineData("GET", "/api/parcels/%01", 404, "notFound")]
    [InlineData("GET", "/api/parcels/%ff", 404, "notFound")]
    [InlineData("GET", "/api/parcels/..%2f..%2fetc", 404, "notFound")]
    [InlineData("PATCH", "/api/parcels", 405, "methodNotAllowed")]
    [InlineData("POST", "/api/health", 405, "methodNotAllowed")]
    [InlineData("OPTIONS", "/api/parcels", 405, "methodNotAllowed")]
    [InlineData("BREW", "/api/parcels", 405, "methodNotAllowed")]
    public async Task What_routing_refuses_is_a_problem_too(string method, string path, int status, string code)
    {
        using var answer = await sample.SendAsync(method, path);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (status == 405)
        {
            Assert.Contains("HEAD", answer.Header("Allow"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Path_values_are_bounded()
    {
        using var answer = await sample.GetAsync("/api/parcels/p" + new string('1', 300));
        Assert.Equal("notFound", answer.Code);
    }

    [Fact]
    public async Task A_defect_is_500_and_tells_nothing()
    {
        using var answer = await sample.GetAsync("/api/parcels/fails?q=hunter2");
        Assert.Equal((500, "unexpected"), (answer.Status, answer.Code));
        Assert.DoesNotContain("hunter2", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.NotNull(answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task An_outage_is_503_and_says_when_to_come_back()
    {
        using var answer = await sample.GetAsync("/api/parcels/fails?q=outage");
        Assert.Equal((503, "unavailable", "5"), (answer.Status, answer.Code, answer.Header("Retry-After")));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task An_answer_that_fails_half_way_is_never_taken_for_whole(string coding)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => sample.GetAsync("/api/parcels/fails?q=partly", ("Accept-Encoding", coding)));
    }

    [Fact]
    public async Task What_was_held_back_is_forgotten_when_a_problem_takes_its_place()
    {
        using var answer = await sample.GetAsync("/api/parcels/stuck");
        Assert.Equal((503, "timeout"), (answer.Status, answer.Code));
        Assert.StartsWith("{\"type\"", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Header("ETag"));
    }

    [Fact]
    public async Task A_code_the_route_does_not_declare_is_warned_about()
    {
        using var log = new LogCollector();
        await using var app = await SampleApp.StartAsync(builder => builder.Services.AddSingleton<ILoggerProvider>(log), "--Logging:LogLevel:Default=Warning");
        using var declared = await app.SendAsync("POST", "/api/parcels", """{"name":"n","size":"small","weight":13}""", ("Authorization", "Bearer vendor"));
        Assert.Empty(log.Lines);
        using var undeclared = await app.SendAsync("GET", "/api/parcels/fails?q=undeclared");
        Assert.Equal(("alreadyPublished", "alreadyPublished"), (declared.Code, undeclared.Code));
        Assert.Contains("GET /api/parcels/fails refuses with 'alreadyPublished' without declaring it", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_tells_defects_by_route_and_trace_and_repeats_neither_query_nor_token()
    {
        using var log = new LogCollector();
        await using var app = await SampleApp.StartAsync(builder =>
            builder.Services.AddSingleton<ILoggerProvider>(log), "--Logging:LogLevel:Default=Information");
        using var defect = await app.SendAsync("GET", "/api/parcels/fails?q=partlyhidden", null, ("Authorization", "Bearer vendor"));
        using var refused = await app.SendAsync("GET", "/api/parcels/p1", null, ("Authorization", "Bearer hunter2"));
        var trace = defect.Json.GetProperty("traceId").GetString()!;
        Assert.Contains(log.Lines, line => line.Contains($"GET /api/parcels/fails failed unexpectedly; trace {trace}", StringComparison.Ordinal));
        Assert.Contains(log.Lines, static line => line.Contains("A token was refused: WrongSignature", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, static line => line.Contains("hunter2", StringComparison.Ordinal) || line.Contains("?q=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_response_that_fails_half_way_is_logged_once_with_its_trace()
    {
        using var log = new LogCollector();
        await using var app = await SampleApp.StartAsync(builder => builder.Services.AddSingleton<ILoggerProvider>(log), "--Logging:LogLevel:Default=Warning");
        await Assert.ThrowsAsync<HttpRequestException>(() => app.SendAsync("GET", "/api/parcels/fails?q=partly"));
        Assert.Matches("GET /api/parcels/fails failed unexpectedly; trace [0-9a-f]{32}$", Assert.Single(log.Lines));
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public async Task The_clients_correlation_id_is_echoed_when_it_is_fit(string given, bool isEchoed)
    {
        using var answer = await sample.GetAsync("/api/parcels/p1/whoami", ("X-Correlation-Id", given));
        Assert.Equal(isEchoed, answer.Header("X-Correlation-Id") == given);
        Assert.Equal(answer.Header("X-Correlation-Id"), answer.Json[3].GetString());
        Assert.Matches("^[0-9a-f]{32}$", answer.Json[2].GetString());
    }

    [Fact]
    public async Task Security_headers_are_on_all_answers()
    {
        foreach (var path in new[] { "/api/parcels/p1", "/api/parcels/x", "/api/nothing", "/api/parcels/fails", "/api/health" })
        {
            using var answer = await sample.GetAsync(path);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("DENY", answer.Header("X-Frame-Options"));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.StartsWith("max-age=", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
            Assert.Null(answer.Header("Server"));
        }
    }

    [Fact]
    public async Task The_hosts_ping_is_answered_without_passing_the_pipeline()
    {
        using var answer = await sample.GetAsync("/");
        Assert.Equal(204, answer.Status);
        Assert.Null(answer.Header("X-Correlation-Id"));
    }
}
