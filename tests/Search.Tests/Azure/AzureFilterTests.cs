using Marketplace.Search.Azure;

namespace Marketplace.Search.Tests.Azure;

public sealed class AzureFilterTests
{
    private static readonly AzureQueryText NoText = AzureQueryText.Parse(null);

    [Fact]
    public void Filters_are_joined_and_values_cannot_break_out()
    {
        var query = new SearchQuery
        {
            Filters = [new("region", ["4401", "x' or '1' eq '1"]), new("kind", [])],
            UpdatedSince = new DateTimeOffset(2026, 3, 4, 13, 6, 7, 89, TimeSpan.FromHours(8)),
        };

        Assert.Equal(
            "gone eq false and k_region/any(v: v eq '4401' or v eq 'x'' or ''1'' eq ''1') and key eq '' and updatedAt ge 2026-03-04T05:06:07.089Z",
            AzureFilter.Of(query, NoText));
    }

    [Fact]
    public void A_fields_own_counts_leave_out_selections_but_not_permissions()
    {
        var query = new SearchQuery { Filters = [new("kind", ["case"]), new("kind", ["case", "product"]) { Required = true }, new("region", ["44"])] };

        Assert.Equal(
            "gone eq false and k_kind/any(v: v eq 'case' or v eq 'product') and k_region/any(v: v eq '44')",
            AzureFilter.Of(query, NoText, except: "kind"));
    }

    [Theory]
    [InlineData(SearchSort.Attention, "2.5", "(attention lt 2.5 or (attention eq 2.5 and tie gt '0f:it''s'))")]
    [InlineData(SearchSort.Newest, "2026-01-01T00:00:00.000Z",
        "(publishedAt lt 2026-01-01T00:00:00.000Z or (publishedAt eq 2026-01-01T00:00:00.000Z and tie gt '0f:it''s'))")]
    [InlineData(SearchSort.Name, "'b5e7'", "(nameOrder gt 'b5e7' or (nameOrder eq 'b5e7' and tie gt '0f:it''s'))")]
    public void A_page_goes_on_after_the_last_hit(SearchSort sort, string position, string filter) =>
        Assert.Equal(filter, AzureOrder.After(sort, position, "0f:it's"));

    [Fact]
    public void A_continuation_reads_back_and_belongs_to_its_order()
    {
        var continuation = new AzureContinuation(SearchSort.Name, true, 7, 0, "'b5'", "0f:a");

        Assert.Equal(continuation, AzureContinuation.Decode(continuation.Encode(), SearchSort.Name));
        Assert.Throws<FormatException>(() => AzureContinuation.Decode(continuation.Encode(), SearchSort.Newest));
    }

    [Fact]
    public void Equal_hits_follow_the_hash_of_their_ids_and_names_their_pinyin()
    {
        Assert.NotEqual(AzureFields.TieOf("a")[..16], AzureFields.TieOf("b")[..16]);
        Assert.True(string.CompareOrdinal(AzureFields.NameOrderOf("办税"), AzureFields.NameOrderOf("登记")) < 0);
        Assert.Matches("^[A-Za-z0-9_-]+$", AzureFields.KeyOf("a/b ç 税"));
    }
}
