using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.ProblemDetails;

public sealed class MalformedRequestTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Theory]
    [InlineData("GET /api/parcels/%00 HTTP/1.1\nHost: a\nConnection: close\n\n")]
    [InlineData("GET /api/parcels HTTP/1.1\nConnection: close\n\n")]
    [InlineData("GET /api/parcels?q=智 HTTP/1.1\nHost: a\nConnection: close\n\n")]
    [InlineData("GET\n\n")]
    [InlineData(
        "POST /api/parcels/echo HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 5\nTransfer-Encoding: chunked\nConnection: close\n\n0\n\n")]
    [InlineData("POST /api/parcels/echo HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: -1\nConnection: close\n\n")]
    [InlineData("POST /api/parcels/echo HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked\nConnection: close\n\nzz\n")]
    [InlineData("POST /api/parcels/echo HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 99\nConnection: close\n\n{}")]
    public async Task Broken_HTTP_is_refused_and_the_app_goes_on(string request)
    {
        var answer = await RawConnection.SendAsync(sample.App.Address, request, hangUp: true);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer);
        using var next = await sample.GetAsync("/api/parcels/p1");
        Assert.Equal(200, next.Status);
    }

    [Fact]
    public async Task Two_host_spellings_reach_the_same_route()
    {
        var absolute =
            await RawConnection.SendAsync(sample.App.Address, "GET http://somewhere/api/parcels/p1 HTTP/1.1\nHost: somewhere\nConnection: close\n\n");
        Assert.StartsWith("HTTP/1.1 200", absolute, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/parcels/a%2Fb HTTP/1.1")]
    [InlineData("GET /api/parcels/../../etc/passwd HTTP/1.1")]
    [InlineData("GET /api/parcels/%2e%2e HTTP/1.1")]
    [InlineData("GET /api/parcels/%ED%A0%80 HTTP/1.1")]
    [InlineData("GET //api//parcels HTTP/1.1")]
    [InlineData("GET /api/parcels/x/../p1 HTTP/1.1")]
    [InlineData("GET /api/parcels/%2E/p1 HTTP/1.1")]
    [InlineData("GET /api/./parcels/p1 HTTP/1.1")]
    [InlineData("GET /api/parcels/x%5C..%5Cp1 HTTP/1.1")]
    [InlineData("GET /api/parcels/a%252Fb HTTP/1.1")]
    [InlineData("GET /api/parcels/a%255cb HTTP/1.1")]
    [InlineData("GET /api/parcels/a\\b HTTP/1.1")]
    public async Task Strange_paths_are_not_found(string line)
    {
        var answer = await RawConnection.SendAsync(sample.App.Address, line + "\nHost: a\nConnection: close\n\n");
        Assert.Contains("\"code\":\"notFound\"", answer, StringComparison.Ordinal);
    }
}
