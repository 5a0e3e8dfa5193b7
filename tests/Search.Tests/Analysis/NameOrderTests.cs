using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Tests.Analysis;

public sealed class NameOrderTests
{
    [Fact]
    public void Names_follow_latin_letters_then_pinyin_then_rare_characters()
    {
        string[] expected = ["12345热线", "AI助手", "ｂｉｍ平台", "城市大脑", "电子证照", "粤省事", "政务云", "中山通", "𠮷字平台"];
        Assert.Equal(expected, expected.Reverse().OrderBy(name => Convert.ToHexString(NameOrder.KeyOf(name)), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("  粤省事\t ＡＰＰ ", "粤省事 app")]
    [InlineData("数\u200B据", "数据")]
    [InlineData("\u3000", "")]
    public void Folding_keeps_what_a_reader_sees(string text, string expected) => Assert.Equal(expected, NameOrder.Fold(text));

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("数\uFFFD", NameOrder.Fold("数\uD800"));

    [Fact]
    public void Any_name_has_a_key_of_bounded_length() => Prop.ForAll(UnitReaderTests.AnyText.ToArbitrary(), name =>
        Assert.InRange(NameOrder.KeyOf(string.Concat(Enumerable.Repeat(name, 50))).Length, 0, NameOrder.MaxKeyBytes)).QuickCheckThrowOnFailure();
}
