using Marketplace.Identity;

namespace Marketplace.Infra.Tests.Identity;

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

    [Theory]
    [InlineData("9144030071526726xg")]
    [InlineData("９１４４０３００７１５２６７２６ＸＧ")]
    [InlineData(" 9144 0300 7152 6726 XG\t")]
    [InlineData("91-440300-71526726X-G")]
    [InlineData("91440300—71526726－x−g")]
    [InlineData("　91440300 71526726XG")]
    public void One_code_has_many_spellings(string text)
    {
        Assert.True(CreditCode.TryNormalize(text, out var code));
        Assert.Equal(CreditCode.Parse("9144030071526726XG"), code);
        Assert.Null(CreditCodeFault.OfSpelling(text));
    }

    // Position and character that are wrong, and what a look-alike may stand for.
    [Theory]
    [InlineData("914403O071526726XG", CreditCodeRule.LookAlike, 7, 'O', '0')]
    [InlineData("9l44030071526726XG", CreditCodeRule.Character, 2, 'L', '\0')]
    [InlineData("9i44030071526726XG", CreditCodeRule.LookAlike, 2, 'I', '1')]
    [InlineData("91-440300-7I526726X-G", CreditCodeRule.LookAlike, 10, 'I', '1')]
    [InlineData("9144030071S26726XG", CreditCodeRule.LookAlike, 11, 'S', '5')]
    [InlineData("91440300715Z6726XG", CreditCodeRule.LookAlike, 12, 'Z', '2')]
    [InlineData("91440300ＭＶ9QY856", CreditCodeRule.Length, 0, '\0', '\0')]
    [InlineData("914403007152672VXG", CreditCodeRule.LookAlike, 16, 'V', 'U')]
    [InlineData("B144030071526726XG", CreditCodeRule.Character, 1, 'B', '\0')]
    [InlineData("9A44030071526726XG", CreditCodeRule.Character, 2, 'A', '\0')]
    [InlineData("9144A30071526726XG", CreditCodeRule.Character, 5, 'A', '\0')]
    [InlineData("914403007152672\u0410XG", CreditCodeRule.Character, 16, '\u0410', '\0')]
    [InlineData("9144030071526726AG", CreditCodeRule.Character, 17, 'A', '\0')]
    [InlineData("91440300715267261G", CreditCodeRule.OrganisationCheck, 17, '1', '\0')]
    [InlineData("9144030071526726XH", CreditCodeRule.Check, 18, 'H', '\0')]
    [InlineData("", CreditCodeRule.Length, 0, '\0', '\0')]
    [InlineData("9144030071526726\u200BXG", CreditCodeRule.Length, 0, '\0', '\0')]
    [InlineData("9144030071526726\uFFFEG", CreditCodeRule.Length, 0, '\0', '\0')]
    public void A_fault_is_named_and_never_mended(string text, CreditCodeRule rule, int position, char found, char meant)
    {
        Assert.Equal(new CreditCodeFault(rule, position, found, meant), CreditCodeFault.OfSpelling(text));
        Assert.False(CreditCode.TryNormalize(text, out _));
    }

    [Fact]
    public void No_text_is_too_odd_to_be_looked_at()
    {
        var random = new Random(32100);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65_536)));
            Assert.Equal(CreditCodeFault.OfSpelling(text) is null, CreditCode.TryNormalize(text, out _));
        }
    }
}
