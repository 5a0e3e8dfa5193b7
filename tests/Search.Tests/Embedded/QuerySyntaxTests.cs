using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class QuerySyntaxTests
{
    private static readonly Snapshot Index = Corpus.Snapshot(
        Document("share", "数据共享平台", "跨部门共享数据"),
        Document("split", "数据目录", "共享单车 smart city"),
        Document("cloud", "政务云", "云平台 City of Smart things"),
        Document("rare", "𠮷林热线", "ＡＩ客服，１２３４５；豈有"),
        Document("empty", "", ""));

    [Theory]
    [InlineData("数据", "share split")]
    [InlineData("数据 共享", "share split")]
    [InlineData("数据共享", "share")] // a run is one word
    [InlineData("数据，共享", "share split")]
    [InlineData("据", "share split")]
    [InlineData("云", "cloud")]
    [InlineData("ai", "rare")]
    [InlineData("Ａｉ", "rare")]
    [InlineData("12345", "rare")]
    [InlineData("１２３４５", "rare")]
    [InlineData("𠮷林", "rare")]
    [InlineData("𠮷", "rare")]
    [InlineData("豈", "rare")]
    [InlineData("SMART city", "split cloud")]
    [InlineData("\"smart city\"", "split")]
    [InlineData("“smart city”", "split")]
    [InlineData("＂smart city\"", "split")]
    [InlineData("「smart city」", "split")]
    [InlineData("『smart city』", "split")]
    [InlineData("\"数据共享\"", "share")]
    [InlineData("\"共享数据\"", "share")]
    [InlineData("\"客服，12345\"", "rare")]
    [InlineData("\"客服12345\"", "")] // the comma separates in the document
    [InlineData("\"豈有\"", "rare")] // written with a compatibility character
    [InlineData("数据 -平台", "split")]
    [InlineData("数据 －平台", "split")]
    [InlineData("数据 −平台", "split")]
    [InlineData("数据 -\"数据共享平台\"", "split")]
    [InlineData("数据 -“数据目录”", "share")]
    [InlineData("smart -\"smart city\"", "cloud")]
    [InlineData("数据-平台", "share")] // inside a word a minus is no operator
    [InlineData("数据 - 目录", "split")]
    [InlineData("-数据", "cloud rare empty")]
    [InlineData("-数据 -云", "rare empty")]
    [InlineData("", "share split cloud rare empty")]
    [InlineData("，。！", "share split cloud rare empty")]
    [InlineData("-", "share split cloud rare empty")]
    [InlineData("--", "share split cloud rare empty")]
    [InlineData("\"\"", "share split cloud rare empty")]
    [InlineData("\"，\"", "share split cloud rare empty")]
    [InlineData("\"数据共享", "share")] // a quotation mark left open is nothing
    [InlineData("数据\"目录\"", "split")]
    [InlineData("AND OR NOT (数据) +共享 *:* name:x~2^3", "")]
    [InlineData("(目录)", "split")]
    public void What_is_typed_finds(string text, string expected)
    {
        var answer = Index.Find(text);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), answer.Relaxed ? [] : answer.Hits.Select(hit => hit.Id).Order());
    }

    [Theory]
    [InlineData("数据 政务", "share split cloud")]
    [InlineData("数据共享单车网", "split share")] // 享单, 单车 only in one
    [InlineData("政务 -数据 目录", "cloud")]
    [InlineData("\"smart city\" 政务", "split")] // a phrase stays required
    public void What_nothing_has_all_of_is_relaxed(string text, string expected)
    {
        var answer = Index.Find(text);
        Assert.True(answer.Relaxed);
        Assert.Equal(expected.Split(' ').Order(), answer.Hits.Select(hit => hit.Id).Order());
    }

    [Theory]
    [InlineData("火星")]
    [InlineData("\"数据政务\"")]
    public void What_nothing_has_any_of_finds_nothing_and_is_not_relaxed(string text)
    {
        var answer = Index.Find(text);
        Assert.Equal((0, false), (answer.Total, answer.Relaxed));
        Assert.Empty(answer.Hits);
    }

    [Fact]
    public void A_query_is_relaxed_where_its_filters_leave_nothing_that_has_all()
    {
        var index = Corpus.Snapshot(Document("all", "数据 共享", "") with { Keywords = [new("kind", ["case"])] },
            Document("some", "数据", "") with { Keywords = [new("kind", ["product"])] });
        var answer = index.Find(new SearchQuery { Text = "数据 共享", Filters = [new("kind", ["product"])] });
        Assert.Equal((1, true), (answer.Total, answer.Relaxed));
    }

    [Fact]
    public void A_long_query_is_relaxed_to_several_words_before_any()
    {
        var index = Corpus.Snapshot(Document("several", "企业开办一网通办", ""), Document("one", "企业年报", ""), Document("none", "政务", ""));
        Assert.Equal(["several"], index.IdsFor("我想知道企业开办要到哪里办"));
        Assert.Equal(["one", "several"], index.IdsFor("请问对于那些企业应当准备什么东西").Order());
    }

    private static SearchDocument Document(string id, string name, string body) => new() { Id = id, Version = 1, Name = name, Body = body };
}
