using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class SuggestTests
{
    [Fact]
    public void Suggestions_equal_those_of_looking_at_every_document() => Prop.ForAll(
        (from texts in Gen.Elements("数据共享", "数据", "共享数据", "AI数据", "ai数据", "平台").ListOf().ListOf()
         from attention in Gen.Choose(0, 3).ListOf(40)
         from typed in Gen.Elements("数", "数据", "Ａi", "共享", "据", "台")
         from limit in Gen.Choose(1, 5)
         from filtered in Gen.Elements(true, false)
         select (texts, attention, typed, limit, filtered)).ToArbitrary(),
        c =>
        {
            var documents = c.texts.Take(40).Select((texts, i) => new SearchDocument
            {
                Id = $"{i}",
                Version = 1,
                Name = "",
                Attention = c.attention[i],
                Keywords = [new("kind", [i % 2 == 0 ? "a" : "b"])],
                Completions = [.. texts.Select((text, j) => new Completion(text, j % 2 == 0 ? "name" : "vendor"))],
            }).ToArray();
            var deleted = DeleteSet.Empty.With(Enumerable.Range(0, documents.Length).Where(i => i % 5 == 0));
            var half = documents.Length / 2;
            var snapshot = new Snapshot([(Corpus.Build(documents[..half]), deleted), (Corpus.Build(documents[half..]), DeleteSet.Empty)], default);

            var live = documents.Where((document, i) => (i >= half || i % 5 != 0) && (!c.filtered || i % 2 == 0));
            var typed = NameOrder.Fold(c.typed);
            var expected = live
                .SelectMany(document => document.Completions.Select(completion => (Key: NameOrder.Fold(completion.Text), completion.Type, Document: document)))
                .Where(row => row.Key.Contains(typed, StringComparison.Ordinal))
                .GroupBy(row => (row.Key, row.Type))
                .OrderByDescending(same => same.Key.Key.StartsWith(typed, StringComparison.Ordinal))
                .ThenByDescending(same => same.Max(row => row.Document.Attention))
                .ThenBy(same => same.Key.Key.Length).ThenBy(same => same.Key.Key, StringComparer.Ordinal).ThenBy(same => same.Key.Type, StringComparer.Ordinal)
                .Take(c.limit)
                .Select(same => (same.Key.Key, same.Key.Type, same.Select(row => row.Document.Id).Distinct().Count() == 1 ? same.First().Document.Id : null));
            Assert.Equal(expected, Suggest(snapshot, c.typed, c.limit, c.filtered ? [new("kind", ["a"])] : [])
                .Select(found => (NameOrder.Fold(found.Text), found.Type, found.DocumentId)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(30));

    [Fact]
    public void A_suggestion_of_one_document_tells_its_keywords()
    {
        var snapshot = Corpus.Snapshot(new SearchDocument
        {
            Id = "1",
            Version = 1,
            Name = "粤省事",
            Keywords = [new("kind", ["product"]), new("theme", ["b", "a"])],
            Completions = [new("粤省事 ＡＰＰ", "name")]
        });
        var suggestion = Assert.Single(Suggest(snapshot, "粤省事 a", 10));
        Assert.Equal(("粤省事 ＡＰＰ", "name", "1"), (suggestion.Text, suggestion.Type, suggestion.DocumentId));
        Assert.Equivalent(new KeywordField[] { new("kind", ["product"]), new("theme", ["a", "b"]) }, suggestion.Keywords, strict: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("　 ")]
    [InlineData("没有")]
    public void Nothing_is_suggested_for_what_nothing_contains(string typed) =>
        Assert.Empty(
            Suggest(Corpus.Snapshot(new SearchDocument { Id = "1", Version = 1, Name = "", Completions = [new("平台", "name"), new(" ", "name")] }), typed, 10));

    private static IReadOnlyList<Suggestion> Suggest(Snapshot snapshot, string typed, int limit, params IReadOnlyList<KeywordFilter> filters) =>
        snapshot.Suggest(new SuggestQuery(typed, limit, filters), TestContext.Current.CancellationToken);
}
