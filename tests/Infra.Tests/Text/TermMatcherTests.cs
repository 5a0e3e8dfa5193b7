using Marketplace.Text;

namespace Marketplace.Infra.Tests.Text;

public sealed class TermMatcherTests
{
    [Theory]
    [InlineData("he she his hers", "ushers", "")]
    [InlineData("最佳 佳 最佳实践", "最佳实践", "最佳@0 佳@1 最佳实践@0")]
    [InlineData("no1", "casino1 no.1 NO１ no12", "no1@8 no1@13")]
    [InlineData("第一", "第。一 第 一", "第一@4")]
    [InlineData("aa", "aaaa aa", "aa@5")]
    [InlineData("国国", "国国国", "国国@0 国国@1")]
    public void Every_whole_match_is_found_with_its_place(string terms, string text, string expected)
    {
        var list = terms.Split(' ');
        var folded = FoldedText.Of(text);
        var found = new TermMatcher(list).Find(folded).Matches.Where(match => match.IsWhole).Select(match => $"{list[match.Term]}@{folded[match.First].Start}");
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void A_match_tells_whether_signs_stand_in_it()
    {
        var matches = new TermMatcher(["最佳"]).Find(FoldedText.Of("最佳 最.佳")).Matches;
        Assert.Equal([false, true], matches.Select(match => match.IsBroken));
    }

    /// <summary>Against looking at every place for every term, on random texts of few letters.</summary>
    [Fact]
    public void It_finds_what_trying_every_place_finds()
    {
        var random = new Random(4711);
        string Word(int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => "国家级"[random.Next(3)]));
        for (var round = 0; round < 300; round++)
        {
            var terms = Enumerable.Range(0, 8).Select(_ => Word(5)).Distinct().ToArray();
            var text = Word(60);
            var expected = from start in Enumerable.Range(0, text.Length)
                           from term in Enumerable.Range(0, terms.Length)
                           where text.AsSpan(start).StartsWith(terms[term], StringComparison.Ordinal)
                           select (term, start);
            Assert.Equal(expected.Order(), new TermMatcher(terms).Find(FoldedText.Of(text)).Matches.Select(match => (match.Term, match.First)).Order());
        }
    }

    [Theory]
    [InlineData("国")]
    [InlineData("国国国家")]
    [InlineData("国.")]
    public void Steps_grow_with_the_text_and_the_matches_only(string unit)
    {
        var matcher = new TermMatcher([.. Enumerable.Range(1, 40).Select(length => new string('国', length) + "级"), "国国国国国国国国国国国国国国国国国国国国家"]);
        var text = FoldedText.Of(string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length)));
        var scan = matcher.Find(text);
        Assert.InRange(scan.Steps, text.Length, (2L * text.Length) + scan.Matches.Count);
    }
}
