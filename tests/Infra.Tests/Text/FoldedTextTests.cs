using Marketplace.Text;

namespace Marketplace.Infra.Tests.Text;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("最 佳", "最佳")]
    [InlineData("最.佳", "最佳")]
    [InlineData("最\u200B佳", "最佳")]
    [InlineData("最\u0332佳", "最佳")]
    [InlineData("國家級", "国家级")]
    [InlineData("①②", "12")]
    [InlineData("𠮷野家", "𠮷野家")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("\uD800a", "a")]
    [InlineData("，。 ", "")]
    public void Texts_that_look_alike_fold_alike(string text, string folded) =>
        Assert.Equal(folded, FoldedText.Of(text, new VariantMap(["國国", "級级"])).ToString());

    [Theory]
    [InlineData("在𠮷最 佳", 3, 6, "最 佳")]
    [InlineData("e\u0301最\u0332佳!", 2, 5, "最\u0332佳")]
    [InlineData("ＡＢ最佳", 2, 4, "最佳")]
    [InlineData("㎏最佳", 1, 3, "最佳")]
    public void Places_are_those_of_the_original(string text, int start, int end, string slice)
    {
        var folded = FoldedText.Of(text);
        var (first, last) = (folded.Length - 2, folded.Length - 1);
        Assert.Equal((start, end), (folded[first].Start, folded[last].End));
        Assert.Equal(slice, folded.Slice(first, last));
    }

    [Theory]
    [InlineData("最佳", Gap.None)]
    [InlineData("最\u200B佳", Gap.None)]
    [InlineData("最-佳", Gap.Soft)]
    [InlineData("最。佳", Gap.Barrier)]
    [InlineData("最\n佳", Gap.Barrier)]
    [InlineData("最，佳", Gap.Barrier)]
    [InlineData("最      佳", Gap.Barrier)]
    public void What_lies_between_is_kept(string text, Gap gap) => Assert.Equal(gap, FoldedText.Of(text)[1].Gap);
}
