using System.Text;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Front;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Tests;

/// <summary>Checklist item 22: what an answer's Outputs, ReturnValue and Logs come to.</summary>
public sealed class PayloadReplyTests
{
    private static readonly HttpOutputBinding Res = new("res", false);
    private static readonly HttpOutputBinding Returned = new(OutputBinding.Return, false);
    private static readonly QueueOutputBinding Next = new("next", false, "next", null);

    [Fact]
    public void Item_22_names_at_the_top_are_matched_in_any_case()
    {
        var reply = Parse("""{ "outputs": { "next": "x!" }, "RETURNVALUE": 3, "logs": ["one", 2] }""");

        Assert.True(reply.Outputs!.ContainsKey("next"));
        Assert.Equal(3, reply.ReturnValue!.Value.GetInt32());
        Assert.Equal(["one", "2"], reply.Logs);
    }

    [Theory]
    [InlineData("""{ "Logs": "one" }""", "Logs must be an array")]
    [InlineData("""{ "Outputs": [] }""", "Outputs must be an object")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    public void Item_22_answer_of_another_shape_fails(string body, string error)
    {
        var exception = Assert.Throws<InvocationFailedException>(() => Parse(body));
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/json")]
    [InlineData("Application/JSON")]
    public void Item_20_json_types_are_accepted(string type) => Assert.NotNull(PayloadReply.Parse(type, "{}"u8.ToArray()));

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/problem+json")]
    public void Item_20_other_types_fail(string? type) => Assert.Throws<InvocationFailedException>(() => PayloadReply.Parse(type, "{}"u8.ToArray()));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public void Item_21_empty_answer_and_null_are_no_result(string body) =>
        Assert.Null(PayloadReply.Parse("application/json", Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{ "Outputs": { "next": "hello, world" } }""", "hello, world")]
    [InlineData("""{ "Outputs": { "next": "aGVsbG8=" } }""", "hello")]
    [InlineData("""{ "Outputs": { "next": "" } }""", "")]
    [InlineData("""{ "Outputs": { "next": { "id": "aGVsbG8=" } } }""", """{ "id": "aGVsbG8=" }""")]
    [InlineData("""{ "Outputs": { "next": 7 } }""", "7")]
    [InlineData("""{ "Outputs": { "next": "first!" }, "ReturnValue": { "next": "aGVsbG8=" } }""", "aGVsbG8=")]
    public void Item_22_value_of_a_named_output(string answer, string expected) =>
        Assert.Equal(expected, Assert.Single(OutputValues.Resolve(Function(Next), Parse(answer))).Value.Text);

    [Fact]
    public void Item_22_short_string_that_happens_to_be_base64_becomes_bytes() =>
        Assert.Equal([0xB5, 0xEB, 0x2D], Assert.Single(OutputValues.Resolve(Function(Next), Parse("""{ "Outputs": { "next": "test" } }"""))).Value.Bytes);

    [Fact]
    public void Item_22_binary_output_is_not_decoded() =>
        Assert.Equal("test", Assert.Single(OutputValues.Resolve(Function(Next with { Binary = true }), Parse("""{ "Outputs": { "next": "test" } }"""))).Value.Text);

    [Theory]
    [InlineData("""{ "Outputs": { "other": "x" } }""")]
    [InlineData("""{ "Outputs": { "NEXT": "x" } }""")]
    [InlineData("""{ "Outputs": { "next": null } }""")]
    [InlineData("""{ "ReturnValue": "x" }""")]
    [InlineData("{}")]
    public void Item_22_names_not_declared_and_nulls_are_ignored(string answer) => Assert.Empty(OutputValues.Resolve(Function(Next), Parse(answer)));

    [Fact]
    public void Item_22_return_binding_takes_the_return_value_only()
    {
        var reply = Parse("""{ "Outputs": { "$return": "ignored" }, "ReturnValue": "said!" }""");

        Assert.Equal("said!", Assert.Single(OutputValues.Resolve(Function(Next with { Name = OutputBinding.Return }), reply)).Value.Text);
    }

    [Theory]
    [InlineData("""{ "Outputs": { "res": { "statusCode": 201, "headers": { "x-a": "1" }, "body": "made" } } }""", 201, "made")]
    [InlineData("""{ "Outputs": { "res": { "statusCode": "404", "body": null } } }""", 404, "")]
    [InlineData("""{ "Outputs": { "res": { "status": 404, "body": "x" } } }""", 200, "x")]
    [InlineData("""{ "Outputs": { "res": { "body": { "a": 1 } } } }""", 200, "{\n  \"a\": 1\n}")]
    [InlineData("""{ "Outputs": { "res": { "Body": 7 } } }""", 200, "7")]
    [InlineData("""{ "Outputs": {} }""", 200, "{}")]
    [InlineData("{}", 204, "")]
    public void Item_22_named_http_output(string answer, int status, string body) => AssertAnswer(Res, answer, status, body);

    [Theory]
    [InlineData("""{ "ReturnValue": { "status": 404, "body": "gone" } }""", 404, "gone")]
    [InlineData("""{ "ReturnValue": { "statusCode": 404 } }""", 200, "{\n  \"statusCode\": 404\n}")]
    [InlineData("""{ "ReturnValue": "{\"body\":\"inside!\"}" }""", 200, "inside!")]
    [InlineData("""{ "ReturnValue": "plain text" }""", 200, "plain text")]
    public void Item_22_returned_http_answer(string answer, int status, string body) => AssertAnswer(Returned, answer, status, body);

    private static void AssertAnswer(HttpOutputBinding binding, string answer, int status, string body)
    {
        var read = HttpAnswer.From(Function(binding), Parse(answer));
        Assert.Equal((status, body), (read.Status, Encoding.UTF8.GetString(read.Body).ReplaceLineEndings("\n")));
    }

    private static PayloadReply Parse(string body) => PayloadReply.Parse("application/json", Encoding.UTF8.GetBytes(body))!;

    private static FunctionDefinition Function(params OutputBinding[] outputs) => new("F", new QueueTriggerBinding("msg", "in", null), outputs, null, false);
}
