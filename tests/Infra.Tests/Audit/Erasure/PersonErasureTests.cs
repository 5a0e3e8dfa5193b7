using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Index;
using Marketplace.Audit.Verification;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit.Erasure;

public sealed class PersonErasureTests
{
    private static readonly AuditActor Other = Samples.Official with { Subject = "u-2", Name = "李四" };
    private static readonly AuditDraft Request = new("persons", "person.erased", Samples.Official with { Role = "operator" }, Samples.Start, "c-9", []);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_erased_from_every_entry_and_every_chain_still_holds()
    {
        var stored = await GivenAsync(entries: 3);

        var result = await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request, Stop);

        Assert.Equal((6, new AuditLink("erasures/e1", 1)), (result.Entries, result.Record));
        await foreach (var row in stored.Chains.All.ReadAfterAsync(null, Stop))
        {
            Assert.DoesNotContain("李四", $"{row.Entry?.Personal}{row.Entry?.Chained}", StringComparison.Ordinal);
        }

        var report = await VerifyAsync(stored);
        Assert.Equal((null, 6), (report.Broken, report.Erased));
    }

    [Fact]
    public async Task Others_stay_as_they_are()
    {
        var stored = await GivenAsync(entries: 3);

        await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request, Stop);

        Assert.Equal(3, await stored.Erasure.FindAsync(Samples.Official.Issuer, Samples.Official.Subject, Stop).CountAsync(Stop));
        Assert.Equal("张三", PersonalValues.Read((await stored.Chains.Items.FindAsync(new AuditLink("items/c", 1), Stop))!.Personal)!.Name);
    }

    [Fact]
    public async Task Nothing_leads_from_the_person_to_entries_any_more_and_a_rebuild_does_not_bring_it_back()
    {
        var stored = await GivenAsync(entries: 3);
        await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request, Stop);

        await stored.Projection.RebuildAsync(["items/a", "items/b", "items/c"], Stop);

        Assert
            .Equal(0, (await stored.Search.FindAsync(new AuditFilter(Actor: IndexedChains.Pseudonyms.Of(Other.Issuer, Other.Subject)), 10, null, Stop)).Total);
        Assert.Equal(9, (await stored.Search.FindAsync(new AuditFilter(Action: "item.changed"), 100, null, Stop)).Total);
    }

    [Fact]
    public async Task Many_entries_take_several_records_of_which_each_names_what_it_accounts_for()
    {
        var stored = await GivenAsync(entries: 75);

        var result = await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request, Stop);

        Assert.Equal((150, new AuditLink("erasures/e1", 2)), (result.Entries, result.Record));
        Assert.Null((await VerifyAsync(stored)).Broken);
    }

    [Fact]
    public async Task An_erasure_that_was_interrupted_is_finished_by_repeating_it()
    {
        var stored = await GivenAsync(entries: 2);
        var links = await stored.Erasure.FindAsync(Other.Issuer, Other.Subject, Stop).Select(hit => hit.Link).ToListAsync(Stop);
        await new ChainAppender(stored.Chains.Erasures, Samples.Random).AppendAsync("e1", Request with { Changes = ErasureRecord.ChangesFor(links) }, Stop);
        Assert.Null((await VerifyAsync(stored)).Broken);

        var result = await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request, Stop);

        Assert.Equal((4, new AuditLink("erasures/e1", 2)), (result.Entries, result.Record));
        Assert.Null((await VerifyAsync(stored)).Broken);
        Assert.Equal(0, (await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e2", Request, Stop)).Entries);
    }

    [Fact]
    public async Task Erasing_somebody_nobody_knows_is_recorded_too()
    {
        var stored = await GivenAsync(entries: 1);

        var result = await stored.Erasure.RunAsync(Other.Issuer, "nobody", "e1", Request, Stop);

        Assert.Equal(0, result.Entries);
        Assert.Equal("person.erased", AuditRecord.Read((await stored.Chains.All.FindAsync(result.Record, Stop))!.Chained)!.Action);
    }

    private static Task<VerifyReport> VerifyAsync(IndexedChains stored) =>
        new AuditVerification(stored.Chains.All, new AnchorLog(stored.Chains.Container), new AnchorTrees(stored.Chains.Container), TimeProvider.System)
            .RunAsync(null, null, new VerifyBudget(10_000, TimeSpan.FromMinutes(5)), new HashSet<BrokenLink>(), Stop);

    [Fact]
    public async Task The_record_of_an_erasure_keeps_the_names_in_it_and_can_still_be_found_by_them()
    {
        var stored = await GivenAsync(entries: 2);
        var request = Request with { Actor = Other };
        await new ChainAppender(stored.Chains.Erasures, Samples.Random).AppendAsync("e1", request, Stop);
        await stored.Projection.CatchUpAsync(["erasures/e1"], Stop);
        Assert.Equal(new ErasureCount(4, 1), await stored.Erasure.CountAsync(Other.Issuer, Other.Subject, Stop));

        var result = await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e2", Request, Stop);

        Assert.Equal(4, result.Entries);
        Assert.Equal("李四", PersonalValues.Read((await stored.Chains.All.FindAsync(new AuditLink("erasures/e1", 1), Stop))!.Personal)!.Name);
        var found = await stored.Search.FindAsync(new AuditFilter(Actor: IndexedChains.Pseudonyms.Of(Other.Issuer, Other.Subject)), 10, null, Stop);
        Assert.Equal([new AuditLink("erasures/e1", 1)], found.Hits.Select(hit => hit.Link));
        Assert.Null((await VerifyAsync(stored)).Broken);
    }

    [Fact]
    public async Task What_a_record_says_of_the_erasure_stands_beside_the_entries()
    {
        var stored = await GivenAsync(entries: 1);

        var result = await stored.Erasure.RunAsync(Other.Issuer, Other.Subject, "e1", Request with { Changes = [new("person", null, "p")] }, Stop);

        var record = (await stored.Chains.All.FindAsync(result.Record, Stop))!;
        Assert.Contains(new AuditChange("person", null, "p"), AuditRecord.Read(record.Chained)!.Changes);
        Assert.Equal(2, ErasureRecord.EntriesOf(record).Count());
    }

    /// <summary>Three chains; the other person acted in the first two of them, anchored and indexed.</summary>
    private static async Task<IndexedChains> GivenAsync(int entries)
    {
        var stored = await IndexedChains.CreateAsync(await StoredChains.CreateAsync(Stop), Stop);
        await stored.Chains.GivenAsync("a", entries, Stop, Other);
        await stored.Chains.GivenAsync("b", entries, Stop, Other);
        await stored.Chains.GivenAsync("c", entries, Stop);
        await stored.Projection.CatchUpAsync(["items/a", "items/b", "items/c"], Stop);
        await new AnchorMaker(stored.Chains.All, new AnchorLog(stored.Chains.Container), new AnchorTrees(stored.Chains.Container),
            new FakeTimeProvider(Samples.Start) { HasRealTimers = true }).RunAsync(null, Stop);
        return stored;
    }
}
