using Marketplace.Hosting.Bodies;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Bodies;

public sealed class NdjsonBodyTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Good = """{"name":"n","size":"small","weight":1}""";

    [Fact]
    public async Task Lines_are_read_on_after_bad_ones_and_keep_their_numbers()
    {
        var tooLong = """{"name":"x""" + new string('x', NdjsonBody.MaxLine) + "\"}";
        using var answer = await ImportAsync($"{Good}\n\n{{\n{Good}\r\n{tooLong}\n{tooLong}\n{{\"name\":\"n\",\"size\":\"no\",\"weight\":1}}\n{Good}");
        Assert.Equal(
            """[{"number":1,"name":"n","errors":[]},{"number":3,"errors":["$:invalidFormat"]},{"number":4,"name":"n","errors":[]},{"number":5,"errors":["$:tooLong"]},{"number":6,"errors":["$:tooLong"]},{"number":7,"errors":["size:unknownCode"]},{"number":8,"name":"n","errors":[]}]""",
            answer.Text);
    }

    [Fact]
    public async Task Ten_thousand_lines_pass()
    {
        using var answer = await ImportAsync(string.Join('\n', Enumerable.Repeat(Good, 10_000)) + "\n");
        Assert.Equal(10_000, answer.Json.GetArrayLength());
        Assert.Equal(10_000, answer.Json[9_999].GetProperty("number").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_larger_than_the_route_takes_is_413(bool chunked)
    {
        var body = string.Join('\n', Enumerable.Repeat(new string(' ', 1000), 9_000));
        using var answer = await ImportAsync(body, chunked ? ("Transfer-Encoding", "chunked") : ("Expect", "100-continue"));
        Assert.Equal("tooLarge", answer.Code);
    }

    [Fact]
    public async Task A_body_refused_in_the_middle_leaves_the_connection_to_the_next_request()
    {
        var body = string.Join('\n', Enumerable.Repeat(new string(' ', 1000), 9_000));
        for (var i = 0; i < 10; i++)
        {
            using var refused = await ImportAsync(body, ("Transfer-Encoding", "chunked"));
            Assert.Equal("tooLarge", refused.Code);
            using var next = await ImportAsync(Good);
            Assert.Equal(200, next.Status);
        }
    }

    [Fact]
    public async Task Other_types_are_415()
    {
        using var answer = await sample.SendAsync("POST", "/api/parcels/import", Good);
        Assert.Equal("unsupportedMediaType", answer.Code);
    }

    [Fact]
    public async Task An_empty_body_has_no_lines()
    {
        using var answer = await ImportAsync("");
        Assert.Equal("[]", answer.Text);
    }

    private Task<Reply> ImportAsync(string body, params (string, string)[] headers) =>
        sample.SendAsync("POST", "/api/parcels/import", body, [("Content-Type", "application/x-ndjson"), .. headers]);
}
