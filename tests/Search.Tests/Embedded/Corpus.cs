using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Random documents over a small vocabulary, so that queries meet many of them.</summary>
internal static class Corpus
{
    private static readonly string[] Pieces = ["数", "据", "共", "享", "平台", "政务", "数据", "AB", "x1", "２０", " ", "，", "。", "-"];

    public static Gen<string> Text { get; } = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    public static Gen<string> Query { get; } =
        from words in Gen.Elements("数据", "共享", "数据共享", "平台", "政", "ab", "X1", "20", "政务平台").NonEmptyListOf()
        from excluded in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Elements(" -数", " -ab", " -共享", " -政务平")))
        select string.Join(' ', words.Take(3)) + excluded;

    public static Gen<IReadOnlyList<KeywordFilter>> Filters { get; } =
        from region in Gen.Frequency((2, Gen.Constant<string[]>([])), (1, Gen.Constant<string[]>(["4401"])), (1, Gen.Constant<string[]>(["440106", "4403"])))
        from kind in Gen.Frequency((2, Gen.Constant<string[]>([])), (1, Gen.Constant<string[]>(["case"])), (1, Gen.Constant<string[]>(["case", "product"])))
        from required in Gen.Elements(true, false)
        select (IReadOnlyList<KeywordFilter>)
            [.. region.Length > 0 ? [new KeywordFilter("region", region)] : Array.Empty<KeywordFilter>(),
             .. kind.Length > 0 ? [new KeywordFilter("kind", kind) { Required = required }] : Array.Empty<KeywordFilter>()];

    public static Gen<SearchDocument[]> Documents { get; } = Document.ListOf()
        .Select(documents => documents.Select((document, i) => document with { Id = $"d{i}" }).ToArray());

    private static Gen<SearchDocument> Document =>
        from name in Text
        from summary in Text
        from body in Text
        from tags in Text.ListOf()
        from region in Gen.Elements<string[]>([], ["44", "4401"], ["44", "4401", "440106"], ["44", "4403"])
        from kind in Gen.Elements<string[]>(["case"], ["product"], ["capability"])
        from themes in Gen.Elements("t1", "t2", "t3", "t4").ListOf()
        from attention in Gen.Choose(0, 3)
        from day in Gen.Choose(0, 5)
        select new SearchDocument
        {
            Id = "",
            Version = 1,
            Name = name,
            Summary = summary,
            Body = body,
            Tags = tags,
            Keywords = [new("region", region), new("kind", kind), new("theme", [.. themes])],
            Attention = attention,
            PublishedAt = DateTimeOffset.UnixEpoch.AddDays(day),
            UpdatedAt = DateTimeOffset.UnixEpoch.AddDays(day * 2),
        };

    public static Segment Build(params IReadOnlyList<SearchDocument> documents) => Segment.Load(SegmentBuilder.Build(documents));

    public static Snapshot Snapshot(params IReadOnlyList<SearchDocument> documents) => new([(Build(documents), DeleteSet.Empty)], DateTimeOffset.UnixEpoch);
}
