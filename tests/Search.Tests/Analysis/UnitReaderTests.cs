using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Tests.Analysis;

public sealed class UnitReaderTests
{
    // A unit that forms a pair with the one before is joined to it by +, any other by a space.
    [Theory]
    [InlineData("政务应用", "政+务+应+用")]
    [InlineData("粤省事 App", "粤+省+事+app")]
    [InlineData("５Ｇ网络", "5g+网+络")]
    [InlineData("数据 共享", "数+据 共+享")]
    [InlineData("数据、共享。", "数+据 共+享")]
    [InlineData("smart-city 2.0", "smart+city+2+0")]
    [InlineData("a, b", "a b")]
    [InlineData("ＡＢＣ①㎡ﬁ", "abc1m2fi")]
    [InlineData("Straße ΣΊΣΥΦΟΣ", "strasse+σίσυφοσ")]
    [InlineData("e\u0301te\u0301", "été")]
    [InlineData("ｶﾞｲﾄﾞ", "ガ+イ+ド")]
    [InlineData("𠮷野家", "𠮷+野+家")]
    [InlineData("豈⼀", "豈+一")]
    [InlineData("数\u200B据\uFE0F共\u00AD享", "数+据+共+享")]
    [InlineData("㈱平台", "株 平+台")]
    [InlineData("😀平台😀", "平+台")]
    [InlineData(" ，。!?\t\r\n", "")]
    [InlineData("", "")]
    public void Text_is_read_as_units(string text, string expected)
    {
        var units = new StringBuilder();
        var reader = new UnitReader(text);
        while (reader.Read())
        {
            if (units.Length > 0)
            {
                units.Append(reader.Unit.FollowsPrevious ? '+' : ' ');
            }

            units.Append(Folded(text[reader.Unit.Start..reader.Unit.End]));
        }

        Assert.Equal(expected, units.ToString());
    }

    [Fact]
    public void Halves_of_surrogate_pairs_and_noncharacters_separate() => Text_is_read_as_units("数\uD840据\uDC00享\uFFFE台\uFFFF", "数 据 享 台");

    [Fact]
    public void Any_text_reads_as_its_normal_form_does() => Prop.ForAll(AnyText.ToArbitrary(), text =>
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\uFFFE', ' ');
        Assert.Equal(Codes(wellFormed.Normalize(NormalizationForm.FormKC)), Codes(wellFormed));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Units_lie_in_the_text_one_after_another() => Prop.ForAll(AnyText.ToArbitrary(), text =>
    {
        var reader = new UnitReader(text);
        var (start, end) = (0, 0);
        while (reader.Read())
        {
            // Several units that one character stands for share its place.
            Assert.True(reader.Unit.Start >= start && reader.Unit.End >= end);
            (start, end) = (reader.Unit.Start, reader.Unit.End);
            Assert.InRange(end, start + 1, text.Length);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    internal static Gen<string> AnyText { get; } = Gen.Frequency(
            (4, Gen.Choose(0x20, 0x7E)),
            (6, Gen.Choose(0x4E00, 0x9FFF)),
            (2, Gen.Choose(0x3000, 0x33FF)),
            (2, Gen.Choose(0xF900, 0xFFFF)),
            (2, Gen.Choose(0x00A0, 0x02FF)),
            (1, Gen.Choose(0x0370, 0x2FFF)),
            (1, Gen.Choose(0xD800, 0xDFFF)),
            (1, Gen.Choose(0, 0x1F)))
        .Select(c => (char)c).ListOf().Select(characters => new string([.. characters]));

    // ㈱ is (株): the unit is what is inside.
    private static string Folded(string raw) => NameOrder.Fold(raw).Trim('(', ')');

    private static List<ulong> Codes(string text)
    {
        var codes = new List<ulong>();
        var reader = new UnitReader(text);
        while (reader.Read())
        {
            codes.Add(reader.Unit.Code);
        }

        return codes;
    }
}
