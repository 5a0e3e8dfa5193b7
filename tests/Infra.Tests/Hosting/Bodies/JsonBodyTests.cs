using System.Text;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting.Bodies;

public sealed class JsonBodyTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Good = """{"name":"n","size":"small","weight":1}""";

    [Fact]
    public async Task A_valid_body_arrives_and_nullable_members_are_optional()
    {
        using var answer =
            await EchoAsync("""{"name":"智能\n表单","size":"veryLarge","weight":3,"to":{"city":"广州"},"sentAt":"2026-03-01T18:00:00+08:00","tags":["a"]}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"name":"智能\n表单","size":"veryLarge","weight":3,"to":{"city":"广州"},"sentAt":"2026-03-01T10:00:00Z","tags":["a"]}""", answer.Text);
    }

    [Theory]
    [InlineData("""{"name":"n","size":"small","weight":1,"colour":"red"}""", "colour:unknownField")]
    [InlineData("""{"Name":"n","size":"small","weight":1}""", "Name:unknownField,name:required")]
    [InlineData("""{"name":"n","size":"small","weight":1,"to":{"city":"x","street":"y"}}""", "to.street:unknownField")]
    [InlineData("""{"name":"n","name":"m","size":"small","weight":1}""", "name:duplicate")]
    [InlineData("""{"name":"n","size":"small","weight":1,"to":{"city":"x","city":"y"}}""", "to.city:duplicate")]
    [InlineData("""{"size":"small","weight":1}""", "name:required")]
    [InlineData("""{"name":null,"size":"small","weight":1}""", "name:required")]
    [InlineData("""{"name":1,"size":"small","weight":1}""", "name:invalidFormat")]
    [InlineData("""{"name":"n","size":"tiny","weight":1}""", "size:unknownCode")]
    [InlineData("""{"name":"n","size":1,"weight":1}""", "size:invalidFormat")]
    [InlineData("""{"name":"n","size":"Small","weight":1}""", "size:unknownCode")]
    [InlineData("""{"name":"n","size":"small","weight":"1"}""", "weight:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1.5}""", "weight:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":99999999999}""", "weight:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1,"sentAt":"2026-01-01T00:00:00"}""", "sentAt:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1,"to":{"city":"x","since":"2026-1-1"}}""", "to.since:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1,"to":[]}""", "to:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1,"tags":["a",1,"b",{}]}""", "tags[1]:invalidFormat,tags[3]:invalidFormat")]
    [InlineData("""{"name":"a\u0000b","size":"small","weight":1}""", "name:invalidFormat")]
    [InlineData("""{"name":"\ud800","size":"small","weight":1}""", "name:invalidFormat")]
    [InlineData("""{"name":"\udc00\ud800","size":"small","weight":1}""", "name:invalidFormat")]
    [InlineData("{\"name\":\"a\u007fb\",\"size\":\"small\",\"weight\":1}", "name:invalidFormat")]
    [InlineData("{\"name\":\"a\u0085b\",\"size\":\"small\",\"weight\":1}", "name:invalidFormat")]
    [InlineData("""{"na\ud800me":"n","name":"n","size":"small","weight":1}""", "$:invalidFormat")]
    [InlineData("""{"size":"tiny","weight":"x","extra":1}""", "size:unknownCode,weight:invalidFormat,extra:unknownField,name:required")]
    [InlineData("[]", "$:invalidFormat")]
    [InlineData("null", "$:invalidFormat")]
    [InlineData("{", "$:invalidFormat")]
    [InlineData(Good + "x", "$:invalidFormat")]
    [InlineData("""{"name":"n","size":"small","weight":1,}""", "$:invalidFormat")]
    [InlineData("""{/* */"name":"n","size":"small","weight":1}""", "$:invalidFormat")]
    [InlineData("   ", "$:invalidFormat")]
    [InlineData("", "$:required")]
    public async Task What_is_wrong_is_told_by_path_and_code(string body, string errors)
    {
        using var answer = await EchoAsync(body);
        Assert.Equal(400, answer.Status);
        Assert.Equal(errors, string.Join(',', answer.Errors));
    }

    [Fact]
    public async Task Invalid_UTF8_and_a_byte_order_mark_are_refused()
    {
        foreach (var body in new byte[][] { [.. "{\"name\":\""u8, 0xFF, .. "\",\"size\":\"small\",\"weight\":1}"u8],
            [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)] })
        {
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var answer =
                await sample.App.Client.PostAsync(new Uri(sample.App.Address, "/api/parcels/echo"), content, TestContext.Current.CancellationToken);
            Assert.Equal(400, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Depth_is_limited()
    {
        using var answer = await EchoAsync("""{"name":""" + new string('[', 10_000) + new string(']', 10_000) + "}");
        Assert.Equal(["$:invalidFormat"], answer.Errors);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=gbk", 415)]
    [InlineData("application/x-ndjson", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("Application/JSON", 200)]
    public async Task Only_JSON_is_taken(string contentType, int status)
    {
        using var answer = await sample.SendAsync("POST", "/api/parcels/echo", Good, ("Content-Type", contentType));
        Assert.Equal(status, answer.Status);
        Assert.True(status == 200 || answer.Code == "unsupportedMediaType");
    }

    [Fact]
    public async Task Coded_bodies_are_not_taken()
    {
        using var answer = await sample.SendAsync("POST", "/api/parcels/echo", Good, ("Content-Encoding", "gzip"));
        Assert.Equal("unsupportedMediaType", answer.Code);
    }

    [Fact]
    public async Task A_body_larger_than_its_route_takes_is_413_with_length_or_chunked()
    {
        var body = """{"name":""" + $"\"{new string('n', 3000)}\"" + ""","size":"small","weight":1}""";
        using var withLength = await sample.SendAsync("POST", "/api/parcels", body, ("Authorization", "Bearer vendor"));
        using var chunked = await sample.SendAsync("POST", "/api/parcels", body, ("Authorization", "Bearer vendor"), ("Transfer-Encoding", "chunked"));
        Assert.Equal("tooLarge", withLength.Code);
        Assert.Equal("tooLarge", chunked.Code);
    }

    [Fact]
    public async Task A_refusal_of_the_handler_uses_the_capabilitys_own_texts()
    {
        using var heavy = await sample.SendAsync("POST", "/api/parcels", """{"name":"n","size":"small","weight":2000}""", ("Authorization", "Bearer vendor"),
            ("Accept-Language", "en"));
        Assert.Equal(["weight:tooHeavy"], heavy.Errors);
        Assert.Equal("must not be heavier than 1000 g", heavy.Json.GetProperty("errors")[0].GetProperty("message").GetString());
        using var conflict = await sample.SendAsync("POST", "/api/parcels", """{"name":"n","size":"small","weight":13}""", ("Authorization", "Bearer vendor"));
        Assert.Equal((409, "alreadyPublished"), (conflict.Status, conflict.Code));
    }

    [Fact]
    public async Task Errors_of_header_and_body_are_told_together()
    {
        using var answer = await sample.SendAsync("POST", "/api/parcels", "{}", ("Authorization", "Bearer vendor"), ("Idempotency-Key", "a b"));
        Assert.Equal(["Idempotency-Key:invalidFormat", "name:required", "size:required", "weight:required"], answer.Errors.Order(StringComparer.Ordinal));
    }

    private Task<Reply> EchoAsync(string body) => sample.SendAsync("POST", "/api/parcels/echo", body);
}
