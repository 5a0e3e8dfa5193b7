using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Embedded;
using Marketplace.Search.Tests.Analysis;

namespace Marketplace.Search.Tests.Embedded;

public sealed class HighlightTests
{
    [Theory]
    [InlineData("数据共享", "省<em>数据共享</em>平台", "跨部门<em>共享</em>，按<em>数据</em>目录")]
    [InlineData("数据 共享", "省<em>数据共享</em>平台", "跨部门<em>共享</em>，按<em>数据</em>目录")]
    [InlineData("ＡＩ", null, "用 <em>AI</em> 审核 A&amp;I")]
    [InlineData("审核", null, "用 AI <em>审核</em> A&amp;I")]
    [InlineData("\"省数据\"", "<em>省数据</em>共享平台", null)]
    [InlineData("台 -无", "省数据共享平<em>台</em>", null)]
    public void What_matched_is_marked(string text, string? name, string? passage)
    {
        var index = Corpus.Snapshot(new SearchDocument { Id = "1", Version = 1, Name = "省数据共享平台", Summary = "跨部门共享，按数据目录", Body = "用 AI 审核 A&I" });
        var highlights = Assert.Single(index.Find(new SearchQuery { Text = text, Highlight = true }).Hits).Highlights!;
        Assert.Equal(name, highlights.Name?.ToHtml());
        Assert.Equal(passage, highlights.Text?.ToHtml());
    }

    [Fact]
    public void The_passage_is_the_part_of_a_long_text_that_shows_most_words()
    {
        var filler = string.Concat(Enumerable.Repeat("这里说的是别的事情。", 30));
        var body = $"共享一次。{filler}先讲背景。数据要共享，才有平台。{filler}平台也有。";
        var index = Corpus.Snapshot(new SearchDocument { Id = "1", Version = 1, Name = "名", Body = body });
        var passage = index.Find(new SearchQuery { Text = "数据 共享 平台", Highlight = true }).Hits[0].Highlights!.Text!;
        Assert.Contains("<em>数据</em>要<em>共享</em>，才有<em>平台</em>", passage.ToHtml(), StringComparison.Ordinal);
        Assert.InRange(passage.Text.Length, 12, 120);
    }

    [Fact]
    public void Without_words_or_without_asking_nothing_is_marked()
    {
        var index = Corpus.Snapshot(new SearchDocument { Id = "1", Version = 1, Name = "平台" });
        Assert.Null(index.Find(new SearchQuery { Text = "-数据", Highlight = true }).Hits[0].Highlights);
        Assert.Null(index.Find(new SearchQuery { Text = "平台" }).Hits[0].Highlights);
    }

    [Fact]
    public void Marks_lie_in_the_text_apart_from_each_other_and_markup_of_the_text_is_escaped() => Prop.ForAll(
        (from name in UnitReaderTests.AnyText
         from body in UnitReaderTests.AnyText
         from at in Gen.Choose(0, 100)
         select (name, body, at)).ToArbitrary(),
        c =>
        {
            var body = string.Concat(Enumerable.Repeat($"{c.body}<script>数据", 5));
            var index = Corpus.Snapshot(new SearchDocument { Id = "1", Version = 1, Name = $"{c.name}数据<b>\"&'", Summary = c.body, Body = body });
            foreach (var text in (string[])["数据", $"数据 {body[Math.Min(c.at, body.Length)..].Replace('-', ' ')}"])
            {
                foreach (var highlights in index.Find(new SearchQuery { Text = text, Highlight = true }).Hits.Select(hit => hit.Highlights!))
                {
                    Array.ForEach([highlights.Name, highlights.Text], Check);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static void Check(HighlightedText? text)
    {
        if (text is null)
        {
            return;
        }

        var end = -1;
        foreach (var match in text.Matches)
        {
            Assert.True(match.Start > end && match.Length > 0, "Matches are ascending, disjoint and not empty.");
            end = match.Start + match.Length;
        }

        Assert.InRange(end, 1, text.Text.Length);
        var bare = text.ToHtml().Replace("<em>", "", StringComparison.Ordinal).Replace("</em>", "", StringComparison.Ordinal);
        Assert.Equal(-1, bare.AsSpan().IndexOfAny("<>\"'"));
    }
}
