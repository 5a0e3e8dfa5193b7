using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Verification;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit.Verification;

/// <summary>What somebody with access to the tables did before the next anchor.</summary>
public sealed class TailCheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_cut_off_since_the_last_anchor_are_found()
    {
        var stored = await GivenAsync();
        await stored.Chains.GivenAsync("a", 2, Stop);
        await stored.Projection.CatchUpAsync(["items/a"], Stop);
        await stored.Chains.TruncateAsync("a", 2, Stop);

        var expected = new BrokenLink("items/a", 4, BreakReason.NotAsIndexed);
        Assert.Equal(expected, (await VerifyAsync(stored, null)).Broken);
        Assert.Equal(expected, (await VerifyAsync(stored, "items/a")).Broken);
        Assert.Null((await VerifyAsync(stored, "items/b")).Broken);
    }

    [Fact]
    public async Task A_chain_younger_than_the_last_anchor_that_was_dropped_is_found()
    {
        var stored = await GivenAsync();
        await stored.Chains.GivenAsync("young", 2, Stop);
        await stored.Projection.CatchUpAsync(["items/young"], Stop);
        await stored.Chains.DropAsync("young", Stop);

        Assert.Equal(new BrokenLink("items/young", 1, BreakReason.NotAsIndexed), (await VerifyAsync(stored, null)).Broken);
    }

    [Fact]
    public async Task The_next_anchor_tells_of_what_was_cut_off_before_it()
    {
        var stored = await GivenAsync();
        await stored.Chains.GivenAsync("young", 1, Stop);
        await stored.Projection.CatchUpAsync(["items/young"], Stop);
        await stored.Chains.DropAsync("young", Stop);

        var anchored = await AnchorAsync(stored, hours: 1);

        Assert.Equal(1, anchored.Anchor.Breaks);
        Assert.Equal([new BrokenLink("items/young", 1, BreakReason.NotAsIndexed)], anchored.Anchor.Broken);
    }

    [Fact]
    public async Task What_the_index_does_not_know_yet_breaks_nothing()
    {
        var stored = await GivenAsync();
        await stored.Chains.GivenAsync("a", 2, Stop);

        Assert.Null((await VerifyAsync(stored, null)).Broken);
        Assert.Equal(0, (await AnchorAsync(stored, hours: 1)).Anchor.Breaks);
    }

    /// <summary>Two chains of three entries, indexed and anchored.</summary>
    private static async Task<IndexedChains> GivenAsync()
    {
        var stored = await IndexedChains.CreateAsync(await StoredChains.CreateAsync(Stop), Stop);
        await stored.Chains.GivenAsync("a", 3, Stop);
        await stored.Chains.GivenAsync("b", 3, Stop);
        await stored.Projection.CatchUpAsync(["items/a", "items/b"], Stop);
        await AnchorAsync(stored, hours: 0);
        return stored;
    }

    private static Task<AnchorResult> AnchorAsync(IndexedChains stored, int hours) =>
        new AnchorMaker(stored.Chains.All, new AnchorLog(stored.Chains.Container), new AnchorTrees(stored.Chains.Container),
            new FakeTimeProvider(Samples.Start.AddHours(hours)) { HasRealTimers = true }, new TailCheck(stored.Chains.All, stored.Index)).RunAsync(null, Stop);

    private static Task<VerifyReport> VerifyAsync(IndexedChains stored, string? chain) =>
        new AuditVerification(stored.Chains.All, new AnchorLog(stored.Chains.Container), new AnchorTrees(stored.Chains.Container), TimeProvider.System,
            new TailCheck(stored.Chains.All, stored.Index))
            .RunAsync(chain, null, new VerifyBudget(1_000, TimeSpan.FromMinutes(5)), new HashSet<BrokenLink>(), Stop);
}
