using Marketplace.Audit;
using Marketplace.Audit.Index;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Audit.Index;

public sealed class PostingTableTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postings_added_by_many_at_once_in_any_order_are_all_there_once()
    {
        var table = await CreateAsync();
        var postings = Enumerable.Range(0, 1500).Select(Posting).ToArray();
        new Random(7).Shuffle(postings);

        // Overlapping parts: half of everything is added twice.
        await Task.WhenAll(Enumerable.Range(0, 15).Select(i => new PostingTable(table).AddAsync("v", [.. postings.Skip(i * 100).Take(150)], Stop)));

        var keys = await new PostingTable(table).ReadAsync("v", "", PostingPage.Oldest, Stop).Select(posting => posting.Key).ToListAsync(Stop);
        Assert.Equal(postings.Select(posting => posting.Key).Order(StringComparer.Ordinal), keys);
        Assert.Equal(1500, await new PostingTable(table).CountAsync("v", "", PostingPage.Oldest, Stop));
    }

    [Fact]
    public async Task Ranges_of_time_are_read_and_counted_exactly()
    {
        var list = new PostingTable(await CreateAsync());
        await list.AddAsync("v", [.. Enumerable.Range(0, 2000).Select(Posting)], Stop);
        (int From, int To)[] ranges = [(0, 2000), (0, 1), (10, 10), (1999, 2000), (3, 1400), (512, 1024), (511, 513), (-5, 3000)];

        foreach (var (from, to) in ranges)
        {
            var filter = new AuditFilter(From: Posting(from).At, To: Posting(to).At);
            var expected = Enumerable.Range(from, to - from).Where(i => i is >= 0 and < 2000).Reverse().Select(i => Posting(i)).ToList();

            Assert.Equal(expected, await list.ReadAsync("v", filter.FirstKey, filter.LastKey, Stop).ToListAsync(Stop));
            Assert.Equal(expected.Count, await list.CountAsync("v", filter.FirstKey, filter.LastKey, Stop));
        }
    }

    [Fact]
    public async Task A_value_nobody_knows_has_no_postings()
    {
        var list = new PostingTable(await CreateAsync());

        Assert.Empty(await list.ReadAsync("unknown", "", PostingPage.Oldest, Stop).ToListAsync(Stop));
        Assert.Equal(0, await list.CountAsync("unknown", "", PostingPage.Oldest, Stop));
    }

    [Fact]
    public async Task Values_that_begin_alike_are_deleted_together_and_no_others()
    {
        var list = new PostingTable(await CreateAsync());
        foreach (var value in (string[])["aa", "aa+read", "ab"])
        {
            await list.AddAsync(value, [Posting(1)], Stop);
        }

        await list.DeleteAsync("aa", static _ => false, Stop);

        Assert.Equal((0, 0, 1), (await CountAsync("aa"), await CountAsync("aa+read"), await CountAsync("ab")));

        async Task<int> CountAsync(string value) => (int)await list.CountAsync(value, "", PostingPage.Oldest, Stop);
    }

    private static async Task<TableClient> CreateAsync() => (await StoredChains.CreateAsync(Stop)).Looks.Table;

    private static AuditPosting Posting(int number) => new(new AuditLink("items/abc", number + 10), Samples.Start.AddSeconds(number), "item.changed", "");
}
