using System.Text.RegularExpressions;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Queries;

public sealed partial class PagingTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task Links_lead_through_every_page_to_the_end_with_all_filters()
    {
        var (path, seen, pages) = ("/api/parcels?q=a%20b%26c&region=44&region=4401&limit=100", new List<string>(), 0);
        while (path is not null)
        {
            using var page = await sample.GetAsync(path);
            Assert.Equal("a b&c", page.Json.GetProperty("heard").GetProperty("q").GetString());
            Assert.Equal(2, page.Json.GetProperty("heard").GetProperty("region").GetArrayLength());
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("name").GetString()!));
            Assert.Equal(250, page.Json.GetProperty("total").GetInt32());
            path = page.Header("Link") is { } link ? NextLink().Match(link).Groups[1].Value : null;
            Assert.Equal(path is not null, page.Json.TryGetProperty("nextCursor", out _));
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 250).Select(static n => $"p{n}"), seen);
    }

    [Theory]
    [InlineData("region=4401,44&q=x", 200)]
    [InlineData("q=x&region=44&region=4401&limit=7", 200)]
    [InlineData("q=x&region=44", 400)]
    [InlineData("q=y&region=44,4401", 400)]
    [InlineData("q=x&region=44,4401&sort=name", 400)]
    public async Task A_cursor_works_with_its_own_filters_only(string filters, int status)
    {
        using var first = await sample.GetAsync("/api/parcels?q=x&region=44,4401&limit=5");
        using var second = await sample.GetAsync($"/api/parcels?{filters}&cursor={first.Json.GetProperty("nextCursor").GetString()}");
        Assert.Equal(status, second.Status);
        if (status == 400)
        {
            Assert.Equal("invalidCursor", second.Code);
        }
    }

    [GeneratedRegex("^<([^>]+)>; rel=\"next\"$")]
    private static partial Regex NextLink();
}
