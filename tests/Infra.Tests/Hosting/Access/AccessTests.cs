using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Access;

public sealed class AccessTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory]
    [InlineData("GET", null, 200, null, null)]
    [InlineData("GET", "Bearer vendor", 200, null, null)]
    [InlineData("GET", "bearer vendor", 200, null, null)]
    [InlineData("GET", "Bearer forged", 401, "unauthenticated", "Bearer error=\"invalid_token\"")]
    [InlineData("GET", "Bearer ", 401, "unauthenticated", "Bearer error=\"invalid_token\"")]
    [InlineData("GET", "Basic dXNlcg==", 401, "unauthenticated", "Bearer error=\"invalid_token\"")]
    [InlineData("DELETE", null, 401, "unauthenticated", "Bearer")]
    [InlineData("DELETE", "Bearer official", 403, "forbidden", null)]
    [InlineData("DELETE", "Bearer vendor", 428, "preconditionRequired", null)]
    [InlineData("GET", "Bearer outage", 503, "unavailable", null)]
    public async Task The_permission_decides_who_gets_in(string method, string? token, int status, string? code, string? challenge)
    {
        using var answer = await sample.SendAsync(method, "/api/parcels/p1", null, [.. token is null ? [] : new[] { ("Authorization", token) }]);
        Assert.Equal(status, answer.Status);
        Assert.Equal(code, status == 200 ? null : answer.Code);
        Assert.Equal(challenge, answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_about_the_input()
    {
        using var answer = await sample.SendAsync("POST", "/api/parcels?colour=red", "{", ("Content-Type", "text/plain"));
        Assert.Equal("unauthenticated", answer.Code);
    }

    [Fact]
    public async Task Handlers_take_the_caller_and_what_the_permission_covers()
    {
        using var anonymous = await sample.GetAsync("/api/parcels/p1/whoami");
        using var vendor = await sample.GetAsync("/api/parcels/p1/whoami", ("Authorization", "Bearer vendor"));
        Assert.Equal(("anonymous", "Any"), (anonymous.Json[1].GetString(), anonymous.Json[4].GetString()));
        Assert.StartsWith("https://issuer#v1", vendor.Json[1].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_asks_nobody_for_a_token()
    {
        using var answer = await sample.GetAsync("/api/health", ("Authorization", "Bearer forged"));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task An_instance_may_shut_out_the_public()
    {
        await using var app = await SampleApp.StartAsync(null, "--Host:AllowAnonymous=false");
        using var anonymous = await app.SendAsync("GET", "/api/parcels/p1");
        using var vendor = await app.SendAsync("GET", "/api/parcels/p1", null, ("Authorization", "Bearer vendor"));
        using var health = await app.SendAsync("GET", "/api/health");
        Assert.Equal((401, 200, 200), (anonymous.Status, vendor.Status, health.Status));
    }

    [Theory]
    [InlineData("https://portal.gov.cn", true)]
    [InlineData("https://evil.example", false)]
    public async Task Browsers_are_answered_for_configured_origins_only(string origin, bool isAllowed)
    {
        await using var app = await SampleApp.StartAsync(null, "--Host:Origins=https://portal.gov.cn,https://other.gov.cn");
        using var preflight = await app.SendAsync("OPTIONS", "/api/parcels/p1", null, ("Origin", origin), ("Access-Control-Request-Method", "PUT"),
            ("Access-Control-Request-Headers", "authorization,if-match"));
        using var actual = await app.SendAsync("GET", "/api/parcels/x", null, ("Origin", origin));
        Assert.Equal(204, preflight.Status);
        Assert.Equal(isAllowed ? origin : null, preflight.Header("Access-Control-Allow-Origin"));
        Assert.Equal(isAllowed ? origin : null, actual.Header("Access-Control-Allow-Origin"));
        Assert.Equal(isAllowed, actual.Header("Access-Control-Expose-Headers")?.Contains("ETag", StringComparison.Ordinal) ?? false);
        Assert.Equal("notFound", actual.Code);
    }
}
