using Marketplace.Search.Azure;

namespace Marketplace.Search.Tests.Azure;

public sealed class AzureHighlightsTests
{
    [Theory]
    [InlineData("没有", "没有")]
    [InlineData("[一网][通办]了", "<em>一网通办</em>了")]
    [InlineData("<b>[税]&[务]", "&lt;b&gt;<em>税</em>&amp;<em>务</em>")]
    [InlineData("[未完", "未完")]
    [InlineData("完]了", "完了")]
    public void Marks_become_ranges_of_plain_text(string marked, string html) => Assert.Equal(html, AzureHighlights.Parse(Marked(marked)).ToHtml());

    [Fact]
    public void A_passage_of_a_name_is_shown_in_the_whole_name()
    {
        var passages = new Dictionary<string, IList<string>> { ["name"] = [Marked("税务[申报]")], ["body"] = [Marked("在线[申报]")] };

        var highlights = AzureHighlights.Of("电子税务申报平台", passages);

        Assert.Equal("电子税务<em>申报</em>平台", highlights?.Name?.ToHtml());
        Assert.Equal("在线<em>申报</em>", highlights?.Text?.ToHtml());
        Assert.Null(AzureHighlights.Of("名", null));
    }

    private static string Marked(string text) => text.Replace('[', AzureHighlights.Before).Replace(']', AzureHighlights.After);
}
