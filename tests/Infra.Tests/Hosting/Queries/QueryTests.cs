using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Queries;

public sealed class QueryTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    [Fact]
    public async Task Declared_parameters_arrive_typed()
    {
        using var answer =
            await sample
            .GetAsync(
            "/api/parcels?q=%E6%99%BA%E6%85%A7+x&region=44&region=4401&size=veryLarge&sort=name&deep=true&facets=size,region&since=2026-01-01T08:00:00%2B08:00&day=2026-02-28&limit=3");
        Assert.Equal(
            """{"q":"智慧 x","region":["44","4401"],"size":"veryLarge","sort":"name","deep":true,"facets":["size","region"],"since":"2026-01-01T00:00:00Z","day":"2026-02-28"}""",
            answer.Json.GetProperty("heard").GetRawText());
    }

    [Fact]
    public async Task Absent_and_empty_parameters_take_their_defaults()
    {
        using var absent = await sample.GetAsync("/api/parcels");
        using var empty = await sample.GetAsync("/api/parcels?q=&region=&size=&sort&limit=&cursor=&");
        const string Defaults = """{"region":[],"sort":"newest","deep":false,"facets":[]}""";
        Assert.Equal(Defaults, absent.Json.GetProperty("heard").GetRawText());
        Assert.Equal(Defaults, empty.Json.GetProperty("heard").GetRawText());
        Assert.Equal(20, empty.Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("region=44&region=4401")]
    [InlineData("region=44,4401")]
    [InlineData("region=44%2C4401")]
    [InlineData("region=44,4401&region=44")]
    public async Task Values_joined_by_commas_equal_repeated_ones(string query)
    {
        using var answer = await sample.GetAsync("/api/parcels?" + query);
        Assert.Equal("""["44","4401"]""", answer.Json.GetProperty("heard").GetProperty("region").GetRawText());
    }

    [Theory]
    [InlineData("colour=red", "colour:unknownField")]
    [InlineData("Q=x", "Q:unknownField")]
    [InlineData("q=a&q=b", "q:duplicate")]
    [InlineData("limit=0", "limit:outOfRange")]
    [InlineData("limit=101", "limit:outOfRange")]
    [InlineData("limit=99999999999999999999", "limit:invalidFormat")]
    [InlineData("limit=1.5", "limit:invalidFormat")]
    [InlineData("limit=%EF%BC%91", "limit:invalidFormat")]
    [InlineData("size=huge", "size:unknownCode")]
    [InlineData("size=Small", "size:unknownCode")]
    [InlineData("size=0", "size:unknownCode")]
    [InlineData("region=44,x", "region:unknownCode")]
    [InlineData("region=44,,4401", "region:invalidFormat")]
    [InlineData("facets=size,colour", "facets:unknownCode")]
    [InlineData("deep=yes", "deep:invalidFormat")]
    [InlineData("since=2026-01-01", "since:invalidFormat")]
    [InlineData("since=2026-01-01T00:00:00", "since:invalidFormat")]
    [InlineData("since=2026-13-01T00:00:00Z", "since:invalidFormat")]
    [InlineData("day=2026-2-1", "day:invalidFormat")]
    [InlineData("q=%ff", "q:invalidFormat")]
    [InlineData("q=%c0%af", "q:invalidFormat")]
    [InlineData("q=%ed%a0%80", "q:invalidFormat")]
    [InlineData("q=%4", "q:invalidFormat")]
    [InlineData("q=%zz", "q:invalidFormat")]
    [InlineData("q=a%00b", "q:invalidFormat")]
    [InlineData("q=a%0Ab", "q:invalidFormat")]
    [InlineData("q=a%7Fb", "q:invalidFormat")]
    [InlineData("q=%C2%85", "q:invalidFormat")]
    [InlineData("%ff=1", "query:invalidFormat")]
    [InlineData("cursor=abc", "cursor:invalidCursor")]
    [InlineData("limit=0&sort=best&colour=red", "colour:unknownField,sort:unknownCode,limit:outOfRange")]
    public async Task What_is_wrong_is_told_by_parameter_and_code(string query, string errors)
    {
        using var answer = await sample.GetAsync("/api/parcels?" + query);
        Assert.Equal(400, answer.Status);
        Assert.Equal(errors, string.Join(',', answer.Errors));
        Assert.Equal(query.StartsWith("cursor", StringComparison.Ordinal) ? "invalidCursor" : "invalid", answer.Code);
    }

    [Fact]
    public async Task A_route_without_parameters_refuses_any()
    {
        using var answer = await sample.GetAsync("/api/parcels/p1?x=1");
        Assert.Equal(["x:unknownField"], answer.Errors);
    }

    [Theory]
    [InlineData("", "q:required")]
    [InlineData("?q=", "q:required")]
    [InlineData("?q=%ff", "q:invalidFormat")]
    [InlineData("?q=a&q=b", "q:duplicate")]
    [InlineData("?q=01234567890", "q:tooLong")]
    [InlineData("?q=x", null)]
    public async Task A_required_parameter_must_be_there_and_good(string query, string? error)
    {
        using var answer = await sample.GetAsync("/api/parcels/suggest" + query);
        Assert.Equal(error is null ? 200 : 400, answer.Status);
        Assert.Equal(error, error is null ? null : Assert.Single(answer.Errors));
    }

    [Fact]
    public async Task Length_counts_Unicode_scalar_values()
    {
        using var fits = await sample.GetAsync("/api/parcels?q=" + Uri.EscapeDataString(string.Concat(Enumerable.Repeat("𠮷", 50))));
        using var over = await sample.GetAsync("/api/parcels?q=" + Uri.EscapeDataString(string.Concat(Enumerable.Repeat("𠮷", 51))));
        Assert.Equal(200, fits.Status);
        Assert.Equal(["q:tooLong"], over.Errors);
    }

    [Fact]
    public async Task A_query_of_ten_thousand_characters_is_a_problem_like_any_other()
    {
        using var answer = await sample.GetAsync("/api/parcels?q=" + Uri.EscapeDataString(new string('智', 10_000)));
        Assert.Equal(["q:tooLong"], answer.Errors);
    }

    [Fact]
    public async Task Thousands_of_parameters_are_refused_without_reading_all()
    {
        using var answer = await sample.GetAsync("/api/parcels?" + string.Join('&', Enumerable.Range(0, 5_000).Select(static n => $"a{n}=1")));
        Assert.Equal(400, answer.Status);
        Assert.Contains("query:tooLong", answer.Errors);
        Assert.True(answer.Errors.Count <= 201);
    }

    [Fact]
    public async Task More_values_than_a_parameter_takes_are_refused()
    {
        using var answer = await sample.GetAsync("/api/parcels?region=" + string.Join(',', Enumerable.Range(10, 51)));
        Assert.Equal(["region:tooLong"], answer.Errors);
    }
}
