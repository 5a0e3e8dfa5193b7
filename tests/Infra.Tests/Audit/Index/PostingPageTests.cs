using FsCheck;
using FsCheck.Fluent;
using Marketplace.Audit;
using Marketplace.Audit.Index;

namespace Marketplace.Infra.Tests.Audit.Index;

public sealed class PostingPageTests
{
    [Fact]
    public void A_posting_survives_its_line()
    {
        foreach (var posting in (AuditPosting[])[Posting(1), new(new AuditLink("items/带 空格", 7), Samples.Start, "a.b", "")])
        {
            Assert.Equal(posting, AuditPosting.Parse(posting.ToLine()));
        }
    }

    [Fact]
    public void Newer_postings_come_first_and_later_entries_of_one_instant_before_earlier_ones()
    {
        var older = new AuditPosting(new AuditLink("items/a", 1), Samples.Start, "x", "");
        var newer = new AuditPosting(new AuditLink("items/a", 2), Samples.Start.AddTicks(1), "x", "");
        var same = new AuditPosting(new AuditLink("items/a", 2), Samples.Start, "x", "");

        Assert.True(string.CompareOrdinal(newer.Key, same.Key) < 0);
        Assert.True(string.CompareOrdinal(same.Key, older.Key) < 0);
    }

    [Fact]
    public void A_full_page_is_left_alone_when_newer_postings_come()
    {
        var full = PostingPage.Empty("v").With(Enumerable.Range(0, PostingPage.Capacity).Select(Posting))[0];

        var pages = full.With([Posting(1000), Posting(1001)]);

        Assert.Equal([2, PostingPage.Capacity], pages.Select(page => page.Postings.Count));
        Assert.Equal(PostingPage.Oldest, pages[1].Bound);
        Assert.True(pages[1].IsSplit);
        Assert.Equal(Posting(1000).Key, pages[0].Bound);
    }

    [Fact]
    public void What_a_page_has_it_does_not_take_again()
    {
        var page = PostingPage.Empty("v").With([Posting(1), Posting(2)])[0];

        Assert.Empty(page.With([Posting(2), Posting(1)]));
    }

    [Fact]
    public void Any_postings_in_any_order_fit_into_rows_and_stay_in_order() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int[]>().Select(numbers => numbers.Select(number => (ushort)number).ToArray()).ToArbitrary(),
        numbers =>
        {
            var page = PostingPage.Empty("v");
            foreach (var number in numbers)
            {
                page = page.With([Posting(number)]) is [.., var last] ? last : page;
            }

            var pages = page.With(Enumerable.Range(0, 1200).Select(i => Posting(i * 50)));
            var keys = pages.SelectMany(part => part.Postings).Select(posting => posting.Key).ToList();
            return pages.All(part => part.Postings.Count <= PostingPage.Capacity
                && part.Postings.All(posting => string.CompareOrdinal(posting.Key, part.Bound) <= 0))
                && keys.SequenceEqual(keys.Order(StringComparer.Ordinal).Distinct())
                && pages.All(part => part.ToRow().GetBinary("Postings")!.Length < 65_536);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("listings/abc", "listings|abc")]
    [InlineData("listing.published", "listing.published")]
    [InlineData("a#b?c", "a!0023b!003fc")]
    [InlineData("a|b", "a!007cb")]
    public void Values_become_keys_that_differ(string value, string key) => Assert.Equal(key, PostingTable.KeyOf(value));

    private static AuditPosting Posting(int number) =>
        new(new AuditLink($"items/{number:D26}", 1), Samples.Start.AddSeconds(number), "item.changed", new string('a', 32));
}
