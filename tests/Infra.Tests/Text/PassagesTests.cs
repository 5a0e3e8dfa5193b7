using Marketplace.Text;

namespace Marketplace.Infra.Tests.Text;

public sealed class PassagesTests
{
    [Fact]
    public void Passages_are_found_whatever_their_order_longest_first()
    {
        var found = Find(["甲乙丙丁戊己庚辛", "子丑寅卯辰巳"], ["天地子丑寅卯辰巳午甲乙丙丁"], 4, 10);
        Assert.Equal([new Passage(1, 0, 0, 2, 6), new Passage(0, 0, 0, 9, 4)], found);
    }

    [Fact]
    public void The_longest_of_several_places_is_taken() =>
        Assert.Equal([new Passage(0, 0, 0, 5, 6)], Find(["甲乙丙丁戊己"], ["甲乙丙丁天甲乙丙丁戊己"], 4, 10));

    [Fact]
    public void No_more_than_wanted_and_none_that_is_shorter() =>
        Assert.Equal([new Passage(0, 5, 0, 0, 5)], Find(["甲乙丙丁天子丑寅卯辰"], ["子丑寅卯辰地甲乙丙丁"], 4, 1));

    [Fact]
    public void A_passage_does_not_cross_from_one_text_to_the_next() => Assert.Empty(Find(["甲乙", "丙丁"], ["甲乙丙丁"], 3, 10));

    [Theory]
    [InlineData("国", "国")]
    [InlineData("国家", "国家")]
    [InlineData("国国国国国国国国国国国国国国国国国国国国家", "国")]
    public void Steps_grow_with_the_texts_only(string unit, string other)
    {
        IReadOnlyList<FoldedText> Long(string part) => [FoldedText.Of(string.Concat(Enumerable.Repeat(part, 20_000 / part.Length)))];
        Passages.Find(Long(unit), Long(other), 20, 10, out var steps);
        Assert.InRange(steps, 1, 10 * 20_000);
    }

    private static IReadOnlyList<Passage> Find(string[] texts, string[] others, int least, int most) =>
        Passages.Find([.. texts.Select(text => FoldedText.Of(text))], [.. others.Select(text => FoldedText.Of(text))], least, most);
}
