using Marketplace.Text;

namespace Marketplace.Infra.Tests.Text;

public sealed class LikenessTests
{
    private const string Text = "系统接入各渠道评价记录，按事项、窗口、单位和时间归集，用分词归类给出原因建议，由工作人员确认后生成整改单。";

    [Fact]
    public void A_text_resembles_itself_whatever_its_punctuation()
    {
        var (one, other) = (Shingles.Of([FoldedText.Of(Text)], 5), Shingles.Of([FoldedText.Of(Text.Replace("，", " ", StringComparison.Ordinal))], 5));
        Assert.Equal((1.0, 1.0), (one.Resemblance(other), one.ContainedIn(other)));
    }

    [Fact]
    public void A_part_is_contained_in_the_whole()
    {
        var (part, whole) = (Shingles.Of([FoldedText.Of(Text[..20])], 5), Shingles.Of([FoldedText.Of(Text)], 5));
        Assert.Equal(1, part.ContainedIn(whole));
        Assert.InRange(whole.ContainedIn(part), 0.1, 0.5);
    }

    [Fact]
    public void Runs_do_not_cross_from_one_text_to_the_next() =>
        Assert.Equal(2, Shingles.Of([FoldedText.Of("一网通办"), FoldedText.Of("一网统管")], 4).Count);

    /// <summary>The law that MinHash keeps, on sets that have half their elements in common.</summary>
    [Fact]
    public void Bands_agree_as_often_as_the_sets_resemble_each_other()
    {
        string Part(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i => (char)(0x4E00 + i)));
        var (one, other) = (Shingles.Of([FoldedText.Of(Part(0, 1000))], 1), Shingles.Of([FoldedText.Of(Part(333, 1333))], 1));
        var agreeing = MinHash.Bands(one, 2000, 1).Zip(MinHash.Bands(other, 2000, 1)).Count(pair => pair.First == pair.Second);
        Assert.InRange(agreeing / 2000.0, one.Resemblance(other) - 0.05, one.Resemblance(other) + 0.05);
    }

    /// <summary>Stored fingerprints would be worthless if this changed.</summary>
    [Fact]
    public void Bands_stay_as_they_are_for_good() =>
        Assert.Equal(Stored, MinHash.Bands(Shingles.Of([FoldedText.Of(Text)], 3), 2, 2).Select(band => band.ToString("x16", null)));

    [Fact]
    public void Nothing_has_no_bands() => Assert.Empty(MinHash.Bands(Shingles.Of([FoldedText.Of("，。")], 3), 4, 2));

    private static readonly string[] Stored = ["ead38246b720f761", "dcd7a15d7e0b3686"];
}
