using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Tests.Listings.State;

public sealed class ListingIdTests
{
    [Fact]
    public void The_same_origin_gives_the_same_id_for_ever()
    {
        // Written down, since every entry ever imported is found by it.
        Assert.Equal("yf2ezk2ngfuyhqxndzohqrms34", ListingId.Of(new Origin("gd-system-annex", "row-01")));
    }

    [Fact]
    public void Ids_look_alike_and_differ()
    {
        var ids = Enumerable.Range(0, 10_000).Select(i => ListingId.Of(new Origin("tests", $"{i}"))).ToList();
        Assert.All(ids, id => Assert.True(ListingId.IsValid(id), id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Source_and_external_id_are_not_run_together() =>
        Assert.NotEqual(ListingId.Of(new Origin("a", "bc")), ListingId.Of(new Origin("ab", "c")));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("abcdefghijklmnopqrstuvwxyz2")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("abcdefghijklmnopqrstuvwx/.")]
    [InlineData("abcdefghijklmnopqrstuvwx01")]
    [InlineData("abcdefghijklmnopqrstuvwxé2")]
    public void Other_texts_are_no_ids(string text) => Assert.False(ListingId.IsValid(text));
}
