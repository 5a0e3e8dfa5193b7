using System.Text;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 20–22: which answers complete a payload call.</summary>
public sealed class PayloadReplyTests
{
    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    public void Item_22_answer_of_another_shape_fails(string body, string error)
    {
        var exception = Assert.Throws<InvocationFailedException>(() => FunctionRunner.IsComplete("application/json", Encoding.UTF8.GetBytes(body)));
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/json")]
    [InlineData("Application/JSON")]
    public void Item_20_json_types_are_accepted(string type) => Assert.True(FunctionRunner.IsComplete(type, "{}"u8));

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/problem+json")]
    public void Item_20_other_types_fail(string? type) => Assert.Throws<InvocationFailedException>(() => FunctionRunner.IsComplete(type, "{}"u8));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public void Item_21_empty_answer_and_null_are_no_result(string body) =>
        Assert.False(FunctionRunner.IsComplete("application/json", Encoding.UTF8.GetBytes(body)));
}
