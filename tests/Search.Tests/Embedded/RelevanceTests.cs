using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class RelevanceTests
{
    private const double Floor = 0.95;

    private static readonly Snapshot Judged = Corpus.Snapshot(JudgedSet.Documents);

    [Fact]
    public void The_entry_a_question_is_after_comes_first_or_nearly_so() => Assert.InRange(MeanReciprocalRank(SearchSort.Relevance), Floor, 1);

    [Fact]
    public void The_floor_is_out_of_reach_without_ranking() => Assert.InRange(MeanReciprocalRank(SearchSort.Newest), 0, 0.85);

    [Fact]
    public void A_name_typed_in_full_comes_first_whatever_else_speaks_for_another_entry()
    {
        var index = Corpus.Snapshot(
            Document("exact", "政务云", "由省里统一建设的资源底座，各市按需申请。" + new string('长', 200)),
            Document("dense", "政务云政务云平台", "政务云政务云政务云"),
            Document("tagged", "云上政务云", "政务云") with { Tags = ["政务云", "政务云"] });
        Assert.Equal("exact", index.IdsFor("政务云").First());
        Assert.Equal("exact", index.IdsFor("《政務云》".Replace('務', '务')).First());
    }

    [Fact]
    public void Words_that_are_neighbours_in_the_text_count_more()
    {
        var index = Corpus.Snapshot(Document("apart", "共享单车数据", "甲乙丙丁"), Document("together", "单车数据共享", "甲乙丙丁"));
        Assert.Equal(["together", "apart"], index.IdsFor("数据 共享"));
    }

    [Fact]
    public void Words_in_the_name_count_more_than_in_the_text()
    {
        var index = Corpus.Snapshot(Document("text", "平台甲", "交换"), Document("name", "交换甲", "平台"));
        Assert.Equal(["name", "text"], index.IdsFor("交换"));
    }

    [Fact]
    public void Scores_are_those_of_bm25f_but_for_rounding()
    {
        var random = new Random(3);
        string[] words = ["数据", "共享", "平台", "政务", "应用"];
        var documents = Enumerable.Range(0, 200).Select(i => Document($"{i}", Words(6), Words(random.Next(4, 60)))).ToArray();
        var brute = documents.ToDictionary(document => document.Id, document => (
            Count: (2 * Count(document.Name)) + Count(document.Body),
            Length: (2.0 * document.Name.Count(char.IsLetter)) + document.Body.Count(char.IsLetter)));
        var average = brute.Values.Average(document => document.Length);
        var found = brute.Values.Count(document => document.Count > 0);
        var idf = Math.Log(1 + ((200 - found + 0.5) / (found + 0.5)));

        var hits = Corpus.Snapshot(documents).Find("共享").Hits;
        Assert.Equal(found, hits.Count);
        foreach (var hit in hits)
        {
            var (count, length) = brute[hit.Id];
            var expected = idf * count / (count + (1.2 * (0.25 + (0.75 * length / average))));
            Assert.InRange(hit.Score / expected, 0.93, 1.07);
        }

        string Words(int count) => string.Join('，', Enumerable.Range(0, count).Select(_ => words[random.Next(words.Length)]));
        static int Count(string text) => text.Split('，').Count(word => word == "共享");
    }

    [Fact]
    public void Equal_hits_do_not_come_in_the_order_of_their_names_or_ids()
    {
        var hits = Corpus.Snapshot([.. Enumerable.Range(0, 50).Select(i => Document($"{i:00}", $"平台{i:00}", ""))]).IdsFor("平台").ToArray();
        Assert.NotEqual(hits.Order(), hits);
        Assert.NotEqual(hits.OrderDescending(), hits);
    }

    private static double MeanReciprocalRank(SearchSort sort) => JudgedSet.Queries.Average(query =>
    {
        var place = Judged.Find(new SearchQuery { Text = query.Text, Sort = sort, Limit = 10 }).Hits.Select(hit => hit.Id).ToList().IndexOf(query.Id);
        return place < 0 ? 0 : 1.0 / (place + 1);
    });

    private static SearchDocument Document(string id, string name, string body) => new() { Id = id, Version = 1, Name = name, Body = body };
}
