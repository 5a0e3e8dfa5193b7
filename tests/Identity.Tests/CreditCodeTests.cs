namespace Marketplace.Identity.Tests;

public sealed class CreditCodeTests
{
    // Published codes of three well-known companies.
    [Theory]
    [InlineData("9144030071526726XG")]
    [InlineData("914403001922038216")]
    [InlineData("91330100799655058B")]
    public void Published_codes_are_right(string text)
    {
        Assert.True(CreditCode.TryParse(text, out var code));
        Assert.Equal(text, code.Value);
        Assert.Equal(text, CreditCode.Parse(text).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("9144030071526726X")]
    [InlineData("9144030071526726XGG")]
    [InlineData("9144030071526726xg")]
    [InlineData("9144030071526726XH")]
    [InlineData("9144030071526726IG")]
    [InlineData(" 9144030071526726X")]
    [InlineData("９144030071526726XG")]
    public void What_is_not_a_code_is_refused(string? text)
    {
        Assert.False(CreditCode.TryParse(text, out var code));
        Assert.Equal("", code.Value);
        Assert.Throws<FormatException>(() => CreditCode.Parse(text!));
    }

    [Fact]
    public void Any_single_wrong_character_is_found()
    {
        const string right = "9144030071526726XG";
        foreach (var position in Enumerable.Range(0, CreditCode.Length))
        {
            foreach (var other in "0123456789ABCDEFGHJKLMNPQRTUWXY".Where(c => c != right[position]))
            {
                Assert.False(CreditCode.IsValid(right[..position] + other + right[(position + 1)..]), $"{other} at {position}");
            }
        }
    }

    [Fact]
    public void Check_character_completes_seventeen_others()
    {
        Assert.True(CreditCode.TryCheckCharacter("9144030071526726X", out var check));
        Assert.Equal('G', check);
        Assert.False(CreditCode.TryCheckCharacter("9144030071526726", out _));
    }
}
