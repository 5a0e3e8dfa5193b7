using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Answers;

public sealed class ConditionalTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Body = """{"name":"n","size":"small","weight":1}""";

    [Theory]
    [InlineData("\"7\"", 304)]
    [InlineData("W/\"7\"", 304)]
    [InlineData("\"6\", \"7\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"6\"", 200)]
    [InlineData("7", 200)]
    [InlineData("nonsense\"", 200)]
    public async Task A_known_version_is_not_sent_again(string known, int status)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            using var answer = await sample.SendAsync(method, "/api/parcels/p1", null, ("If-None-Match", known));
            Assert.Equal(status, answer.Status);
            Assert.Equal("\"7\"", answer.Header("ETag"));
            Assert.Contains("Authorization", answer.Header("Vary"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tag_made_from_content_works_the_same()
    {
        using var first = await sample.GetAsync("/api/parcels/labels");
        using var second = await sample.GetAsync("/api/parcels/labels", ("If-None-Match", first.Header("ETag")!));
        Assert.Equal((200, 304), (first.Status, second.Status));
        Assert.Equal("""["甲","乙"]""", first.Text);
        Assert.Empty(second.Body);
    }

    [Theory]
    [InlineData(null, 428, "preconditionRequired")]
    [InlineData("\"6\"", 412, "stale")]
    [InlineData("W/\"7\"", 412, "stale")]
    [InlineData("\"6\", \"7\"", 200, null)]
    [InlineData("*", 200, null)]
    [InlineData("7", 400, "invalid")]
    public async Task A_change_needs_the_current_version(string? match, int status, string? code)
    {
        using var answer =
            await sample.SendAsync("PUT", "/api/parcels/p1", Body, [("Authorization", "Bearer vendor"), .. match is null ? [] : new[] { ("If-Match", match) }]);
        Assert.Equal(status, answer.Status);
        Assert.Equal(code, status == 200 ? null : answer.Code);
        Assert.Equal(status switch { 412 => "\"7\"", 200 => "\"8\"", _ => null }, answer.Header("ETag"));
    }

    [Fact]
    public async Task Creating_answers_where_and_whether_replayed()
    {
        using var first = await sample.SendAsync("POST", "/api/parcels", Body, ("Authorization", "Bearer vendor"), ("Idempotency-Key", "k1"));
        using var again = await sample.SendAsync("POST", "/api/parcels", Body, ("Authorization", "Bearer vendor"), ("Idempotency-Key", "again"));
        Assert.Equal((201, "/api/parcels/k1", null), (first.Status, first.Header("Location"), first.Header("Idempotent-Replayed")));
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Deleting_answers_nothing()
    {
        using var answer = await sample.SendAsync("DELETE", "/api/parcels/p1", null, ("Authorization", "Bearer vendor"), ("If-Match", "*"));
        Assert.Equal(204, answer.Status);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task What_depends_on_the_caller_is_kept_by_the_client_alone()
    {
        using var anonymous = await sample.GetAsync("/api/parcels/p1");
        using var vendor = await sample.GetAsync("/api/parcels/p1", ("Authorization", "Bearer vendor"));
        using var list = await sample.GetAsync("/api/parcels");
        Assert.Equal("no-cache", anonymous.Header("Cache-Control"));
        Assert.Equal("no-cache, private", string.Join(", ", vendor.Header("Cache-Control")!.Split(", ").Order(StringComparer.Ordinal)));
        Assert.Equal("no-store", list.Header("Cache-Control"));
    }
}
