using Marketplace.Search.Azure;

namespace Marketplace.Search.Tests.Azure;

public sealed class AzureQueryTextTests
{
    [Theory]
    [InlineData(null, "*")]
    [InlineData("  ", "*")]
    [InlineData("，。", "*")]
    [InlineData("税", "+\"税\"")]
    [InlineData("一网通办", "+\"一网\" +\"网通\" +\"通办\"")]
    [InlineData("一网 一网", "+\"一网\"")]
    [InlineData("Web端派单", "+\"Web\" +\"端派\" +\"派单\"")]
    [InlineData("税务 \"一窗受理\"", "+\"一窗受理\" +\"税务\"")]
    [InlineData("a\\\" || b*", "+\"a\" +\"b\"")]
    public void Every_word_is_required_and_quoted(string? typed, string lucene) => Assert.Equal(lucene, AzureQueryText.Parse(typed).ToLucene(relaxed: false));

    [Fact]
    public void Relaxed_any_word_is_enough_but_phrases_stay_required()
    {
        var query = AzureQueryText.Parse("“一窗受理” 税务 app");

        Assert.True(query.CanRelax);
        Assert.Equal("+\"一窗受理\" \"税务\" \"app\"", query.ToLucene(relaxed: true));
        Assert.False(AzureQueryText.Parse("税务").CanRelax);
        Assert.False(AzureQueryText.Parse("\"税务\"").CanRelax);
    }

    [Fact]
    public void What_is_excluded_becomes_a_filter_so_that_a_query_may_only_exclude()
    {
        var query = AzureQueryText.Parse("-风险 －\"it's\"");

        Assert.False(query.HasText);
        Assert.Equal(
            "gone eq false and not search.ismatch('+\"风险\"', 'name,summary,body,tags', 'full', 'any') and not search.ismatch('\"it''s\"', 'name,summary,body,tags', 'full', 'any')",
            AzureFilter.Of(new SearchQuery(), query));
    }

    [Fact]
    public void A_long_query_stays_within_what_the_service_takes()
    {
        var lucene = AzureQueryText.Parse(string.Concat(Enumerable.Range(0x4E00, 5000).Select(c => (char)c))).ToLucene(relaxed: false);

        Assert.Equal(64, lucene.Split(' ').Length);
    }
}
