using System.Net;
using System.Text.Json;

namespace Marketplace.Hosting.Tests;

public sealed class QueryTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task Declared_parameters_arrive_typed()
    {
        using var answer = await sample.GetAsync("/api/parcels?q=%E6%99%BA%E6%85%A7+x&region=44&region=4401&size=veryLarge&sort=name&deep=true&facets=size,region&since=2026-01-01T08:00:00%2B08:00&day=2026-02-28&limit=3");
        var heard = answer.Json.GetProperty("heard");
        Assert.Equal("""{"q":"智慧 x","region":["44","4401"],"size":"veryLarge","sort":"name","deep":true,"facets":["size","region"],"since":"2026-01-01T00:00:00Z","day":"2026-02-28"}""", heard.GetRawText());
    }
}
