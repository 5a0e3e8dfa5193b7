using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Embedded;
using Marketplace.Search.Tests.Analysis;

namespace Marketplace.Search.Tests.Embedded;

public sealed class HostileQueryTests
{
    private static readonly Snapshot Index = Corpus.Snapshot([.. Enumerable.Range(0, 300).Select(i => new SearchDocument
    {
        Id = $"{i}",
        Version = 1,
        Name = $"政务数据共享平台{i} \uD800\uFFFF\0",
        Body = string.Concat(Enumerable.Range(0, 200).Select(j => (char)(0x4E00 + ((i * j) % 500)))),
        Completions = [new($"政务数据共享平台{i}\uD800\uFFFF", "name")],
        Keywords = [new("k", ["\uD800", "", "\0"])],
    })]);

    [Fact]
    public void Nothing_that_is_typed_is_an_error() => Prop.ForAll(
        (from text in UnitReaderTests.AnyText
         from operators in Gen.Elements("", "\"", "-", "－", "“", "「", " -\"", "\" \"", "--", "*")
         from rest in UnitReaderTests.AnyText
         select text + operators + rest + operators).ToArbitrary(),
        text =>
        {
            foreach (var sort in Enum.GetValues<SearchSort>())
            {
                Index.Find(new SearchQuery { Text = text, Sort = sort, Highlight = true, Facets = ["k", "none", "k"], Filters = [new("k", [text, "\uD800"])] });
            }

            Index.Suggest(new SuggestQuery(text, 10, []), TestContext.Current.CancellationToken);
            Index.Similar(text, 10, [], TestContext.Current.CancellationToken);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    public static TheoryData<string> LongQueries { get; } = new(
        new string('据', 10_000),
        string.Concat(Enumerable.Range(0, 10_000).Select(i => (char)(0x4E00 + i))),
        string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"w{i}")),
        string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"-{(char)(0x4E00 + i)}")),
        string.Concat(Enumerable.Repeat("\"数据 ", 2_500)),
        string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303", 2_500)),
        string.Concat(Enumerable.Repeat("\uFDFA", 10_000)),
        string.Concat(Enumerable.Repeat("𠮷", 5_000)));

    [Theory]
    [MemberData(nameof(LongQueries))]
    public void A_query_of_10000_characters_is_cut(string text)
    {
        var clock = Stopwatch.StartNew();
        var answer = Index.Find(new SearchQuery { Text = text, Highlight = true, Sort = SearchSort.Relevance, Limit = 1 });
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "A bounded query ends.");
        if (answer.Continuation is { } continuation)
        {
            Assert.InRange(continuation.Length, 1, 2_000);
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(5_000, 300)]
    [InlineData(int.MaxValue, 300)]
    [InlineData(int.MinValue, 0)]
    public void A_limit_out_of_range_is_cut(int limit, int expected)
    {
        var answer = Index.Find(new SearchQuery { Limit = limit });
        Assert.Equal((expected, 300), (answer.Hits.Count, answer.Total));
        Assert.Null(answer.Continuation);
    }

    [Fact]
    public void Extreme_instants_are_instants_too()
    {
        Assert.Equal(0, Index.Find(new SearchQuery { UpdatedSince = DateTimeOffset.MaxValue }).Total);
        Assert.Equal(300, Index.Find(new SearchQuery { UpdatedSince = DateTimeOffset.MinValue }).Total);
    }

    [Fact]
    public void A_continuation_that_is_not_of_this_query_is_a_format_error()
    {
        var query = new SearchQuery { Text = "政务", Limit = 1 };
        var continuation = Index.Find(query).Continuation!;
        string[] bad = ["", "x", "====", "AAAA", continuation[..^2], "A" + continuation, new string('A', 5_000)];
        foreach (var text in bad)
        {
            Assert.Throws<FormatException>(() => Index.Find(query with { Continuation = text }));
        }

        Assert.Throws<FormatException>(() => Index.Find(query with { Continuation = continuation, Sort = SearchSort.Name }));
        Assert.Throws<FormatException>(() => Index.Find(query with { Continuation = continuation, Text = "政务 数据" }));
    }

    [Fact]
    public void A_damaged_continuation_never_does_worse_than_a_format_error()
    {
        var query = new SearchQuery { Text = "政务 数据", Limit = 1 };
        var continuation = Index.Find(query).Continuation!;
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = continuation.ToCharArray();
            damaged[random.Next(damaged.Length)] = "ABCxyz019-_"[random.Next(11)];
            try
            {
                Index.Find(query with { Continuation = new string(damaged) });
            }
            catch (FormatException)
            {
                // the only way to fail
            }
        }
    }
}
