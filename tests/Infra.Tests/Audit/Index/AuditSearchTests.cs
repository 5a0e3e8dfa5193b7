using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;

namespace Marketplace.Infra.Tests.Audit.Index;

public sealed class AuditSearchTests
{
    private static readonly AuditActor Other = Samples.Official with { Subject = "u-2", Name = "李四" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_are_found_by_any_combination_newest_first()
    {
        var stored = await GivenAsync();

        foreach (var filter in Combinations())
        {
            var hits = await stored.Search.FindAsync(filter, 100, null, Stop);

            var expected = stored.Recorded.Where(record => IsWanted(record, filter)).OrderByDescending(record => record.At)
                .Select(record => record.Link).ToList();
            Assert.Equal(expected, hits.Hits.Select(hit => hit.Link));
            Assert.Equal(expected.Count, hits.Total);
            Assert.All(hits.Hits, hit => Assert.True(hit.IsIntact));
        }
    }

    [Fact]
    public async Task Pages_join_to_the_whole_and_every_page_knows_the_total()
    {
        var stored = await GivenAsync();
        foreach (var filter in Combinations())
        {
            var whole = await stored.Search.FindAsync(filter, 100, null, Stop);
            var (links, continuation) = (new List<AuditLink>(), default(string?));
            do
            {
                var page = await stored.Search.FindAsync(filter, 3, continuation, Stop);
                links.AddRange(page.Hits.Select(hit => hit.Link));
                Assert.Equal(whole.Total, page.Total);
                continuation = page.Continuation;
            }
            while (continuation is not null);

            Assert.Equal(whole.Hits.Select(hit => hit.Link), links);
        }
    }

    [Fact]
    public async Task What_comes_after_the_first_page_does_not_disturb_the_next()
    {
        var stored = await GivenAsync();
        var first = await stored.Search.FindAsync(new AuditFilter(), 5, null, Stop);
        var rest = await stored.Search.FindAsync(new AuditFilter(), 100, first.Continuation, Stop);

        await stored.Chains.Append.AppendAsync("later", Samples.Draft("items/later", at: Samples.Start.AddDays(1)), Stop);
        await stored.Projection.CatchUpAsync(["items/later"], Stop);

        Assert.Equal(31, (await stored.Search.FindAsync(new AuditFilter(), 100, null, Stop)).Total);
        Assert.Equal(rest.Hits.Select(hit => hit.Link),
            (await stored.Search.FindAsync(new AuditFilter(), 100, first.Continuation, Stop)).Hits.Select(hit => hit.Link));
    }

    [Fact]
    public async Task Telling_the_projection_again_changes_nothing()
    {
        var stored = await GivenAsync();
        var before = (await stored.Search.FindAsync(new AuditFilter(), 100, null, Stop)).Hits.Select(hit => hit.Link).ToList();

        await stored.Projection.CatchUpAsync(["items/a", "items/a", "items/b"], Stop);
        await stored.Projection.RebuildAsync(["items/a", "access/p", "items/unknown"], Stop);

        var after = await stored.Search.FindAsync(new AuditFilter(), 100, null, Stop);
        Assert.Equal(before, after.Hits.Select(hit => hit.Link));
        Assert.Equal(before.Count, after.Total);
    }

    [Fact]
    public async Task An_index_that_was_lost_is_made_again_from_the_chains()
    {
        var stored = await GivenAsync();
        var before = await stored.Search.FindAsync(new AuditFilter(Action: "item.read"), 100, null, Stop);
        var fresh = await IndexedChains.CreateAsync(stored.Chains, Stop);
        Assert.Empty((await fresh.Search.FindAsync(new AuditFilter(), 100, null, Stop)).Hits);

        await fresh.Projection.RebuildAsync(await stored.Chains.All.HeadsAsync(Stop).Select(leaf => leaf.Chain).ToListAsync(Stop), Stop);

        Assert.Equal(before.Hits.Select(hit => hit.Link),
            (await fresh.Search.FindAsync(new AuditFilter(Action: "item.read"), 100, null, Stop)).Hits.Select(hit => hit.Link));
    }

    [Fact]
    public async Task What_is_found_comes_from_the_hashed_text_and_what_was_tampered_with_says_so()
    {
        var stored = await GivenAsync();
        var entry = (await stored.Chains.Items.FindAsync(new AuditLink("items/a", 2), Stop))!;
        await stored.Chains.TamperAsync("a", entry with { Chained = entry.Chained.Replace("次", "回", StringComparison.Ordinal) }, Stop);
        await stored.Chains.Items.Table.DeleteEntityAsync("a", AuditRows.Key(3), Azure.ETag.All, Stop);

        var hits = (await stored.Search.FindAsync(new AuditFilter("items/a"), 100, null, Stop)).Hits;

        Assert.False(hits.Single(hit => hit.Link == new AuditLink("items/a", 2)).IsIntact);
        Assert.Null(hits.Single(hit => hit.Link == new AuditLink("items/a", 3)).Entry);
        Assert.True(hits.Single(hit => hit.Link == new AuditLink("items/a", 1)).IsIntact);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a b c")]
    [InlineData("key -1")]
    public async Task A_continuation_of_something_else_is_refused(string continuation)
    {
        var stored = await IndexedChains.CreateAsync(await StoredChains.CreateAsync(Stop), Stop);

        await Assert.ThrowsAsync<FormatException>(() => stored.Search.FindAsync(new AuditFilter(), 10, continuation, Stop));
    }

    [Fact]
    public void A_pseudonym_depends_on_issuer_subject_and_key()
    {
        var pseudonyms = new ActorPseudonyms(new byte[32]);

        string[] all =
            [pseudonyms.Of("i", "u"), pseudonyms.Of("i", "v"), pseudonyms.Of("j", "u"), new ActorPseudonyms([.. Enumerable.Repeat((byte)1, 32)]).Of("i", "u")];

        Assert.Equal(4, all.Distinct().Count());
        Assert.Equal(pseudonyms.Of("i", "u"), all[0]);
        Assert.Throws<ArgumentException>(() => new ActorPseudonyms(new byte[31]));
    }

    private static bool IsWanted(AuditRecord record, AuditFilter filter) =>
        (filter.Target is null || record.Target == filter.Target || record.Link.Chain == filter.Target)
        && (filter.Actor is null || filter.Actor == IndexedChains.Pseudonyms.Of(Other.Issuer, record.CorrelationId))
        && (filter.Action is null || record.Action == filter.Action)
        && (filter.From is null || record.At >= filter.From) && (filter.To is null || record.At < filter.To);

    private static IEnumerable<AuditFilter> Combinations()
    {
        var actor = IndexedChains.Pseudonyms.Of(Other.Issuer, Other.Subject);
        DateTimeOffset middle = Samples.Start.AddMinutes(7), late = Samples.Start.AddMinutes(20);
        foreach (var target in (string?[])[null, "items/a", "access/p", "items/unknown"])
        {
            foreach (var who in (string?[])[null, actor, "unknown"])
            {
                foreach (var action in (string?[])[null, "item.read"])
                {
                    foreach (var (from, to) in ((DateTimeOffset?, DateTimeOffset?)[])[(null, null), (middle, null), (null, middle), (middle, late)])
                    {
                        yield return new AuditFilter(target, who, action, from, to);
                    }
                }
            }
        }
    }

    /// <summary>Thirty entries by two people: changes in the items' own chains, looks in a chain of looks.</summary>
    private static async Task<IndexedChains> GivenAsync()
    {
        var stored = await IndexedChains.CreateAsync(await StoredChains.CreateAsync(Stop), Stop);
        for (var i = 0; i < 30; i++)
        {
            var (partition, actor, isLook) = (i % 2 == 0 ? "a" : "b", i % 3 == 0 ? Other : Samples.Official, i % 5 == 0);
            var draft = Samples.Draft($"items/{partition}", isLook
                ? "item.read"
                : "item.changed", actor, Samples.Start.AddMinutes(i), $"第{i}次") with
            { CorrelationId = actor.Subject };
            await (isLook ? stored.Looks : stored.Chains.Append).AppendAsync(isLook ? "p" : partition, draft, Stop);
        }

        await stored.Projection.CatchUpAsync(["items/a", "items/b", "access/p"], Stop);
        stored.Recorded.AddRange(await stored.Chains.All.ReadAfterAsync(null, Stop).Where(row => row.Entry is not null)
            .Select(row => AuditRecord.Read(row.Entry!.Chained)!).ToListAsync(Stop));
        Assert.Equal(30, stored.Recorded.Count);
        return stored;
    }
}
