using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Verification;
using Marketplace.TestKit;


namespace Marketplace.Infra.Tests.Audit.Verification;

/// <summary>Verification of a store that somebody tampered with.</summary>
public sealed class AuditVerificationTests
{
    private static readonly HashSet<BrokenLink> Nothing = [];
    private static readonly VerifyBudget Plenty = new(100_000, TimeSpan.FromMinutes(5));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_untouched_store_holds()
    {
        var stored = await GivenAsync();

        var report = await VerifyAsync(stored, null);

        Assert.Equal((null, null, 4, 16), (report.Broken, report.Continuation, report.Chains, report.Entries));
        Assert.Equal(1, report.Anchor!.Number);
    }

    [Fact]
    public async Task A_changed_entry_is_found() => await FoundAsync(
        new BrokenLink("items/b", 2, BreakReason.TextChanged),
        (stored, entry) => stored.TamperAsync("b", entry with { Chained = entry.Chained.Replace("第1次", "第9次", StringComparison.Ordinal) }, Stop));

    [Fact]
    public async Task A_changed_entry_hashed_anew_is_found() => await FoundAsync(
        new BrokenLink("items/b", 3, BreakReason.WrongPrevious), (stored, entry) => stored.TamperAsync("b", Samples.Rewritten(entry, "第1次", "第9次"), Stop));

    [Fact]
    public async Task A_dropped_entry_is_found() => await FoundAsync(
        new BrokenLink("items/b", 2, BreakReason.Missing), (stored, _) => stored.Items.Table.DeleteEntityAsync("b", AuditRows.Key(2), Azure.ETag.All, Stop));

    [Fact]
    public async Task Reordered_entries_are_found() => await FoundAsync(new BrokenLink("items/b", 2, BreakReason.Misplaced), async (stored, entry) =>
    {
        var next = (await stored.Items.FindAsync(new AuditLink("items/b", 3), Stop))!;
        await stored.TamperAsync("b", entry with { Sequence = 3 }, Stop);
        await stored.TamperAsync("b", next with { Sequence = 2 }, Stop);
    });

    [Fact]
    public async Task An_inserted_entry_is_found() => await FoundAsync(new BrokenLink("items/b", 5, BreakReason.HeadMismatch), async (stored, _) =>
    {
        var last = (await stored.Items.FindAsync(new AuditLink("items/b", 4), Stop))!;
        await stored.TamperAsync("b", AuditChain.Append("items/b", last.Head, Samples.Draft("items/b"), Samples.Random), Stop);
    });

    [Fact]
    public async Task A_changed_person_is_found() => await FoundAsync(
        new BrokenLink("items/b", 2, BreakReason.PersonalChanged),
        (stored, entry) => stored.TamperAsync("b", entry with { Personal = entry.Personal!.Replace("u-1", "u-9", StringComparison.Ordinal) }, Stop));

    [Fact]
    public async Task A_person_blanked_without_a_record_is_found() => await FoundAsync(
        new BrokenLink("items/b", 2, BreakReason.ErasureUnproven), (stored, entry) =>
            stored.TamperAsync("b", entry with { Personal = null, ErasedBy = "erasures/none#1" }, Stop));

    [Fact]
    public async Task A_chain_cut_off_is_found() =>
        await FoundAsync(new BrokenLink("items/b", 4, BreakReason.NotAsAnchored), (stored, _) => stored.TruncateAsync("b", 2, Stop));

    [Fact]
    public async Task A_dropped_chain_is_found() =>
        await FoundAsync(new BrokenLink("items/b", 4, BreakReason.NotAsAnchored), (stored, _) => stored.DropAsync("b", Stop));

    [Fact]
    public async Task A_dropped_last_chain_is_found()
    {
        var stored = await GivenAsync();
        await stored.DropAsync("d", Stop);

        Assert.Equal(new BrokenLink("items/d", 4, BreakReason.NotAsAnchored), (await VerifyAsync(stored, null)).Broken);
    }

    [Fact]
    public async Task A_chain_rewritten_with_fitting_hashes_is_found() => await FoundAsync(
        new BrokenLink("items/b", 4, BreakReason.NotAsAnchored), (stored, _) => stored.RewriteAsync("b", 3, "另一个故事", Stop));

    [Fact]
    public async Task A_chain_without_its_head_is_found() => await FoundAsync(
        new BrokenLink("items/b", 5, BreakReason.HeadMismatch), (stored, _) => stored.Items.Table.DeleteEntityAsync("b", "state", Azure.ETag.All, Stop));

    [Fact]
    public async Task Anchors_that_were_changed_are_found()
    {
        var stored = await GivenAsync();
        await foreach (var blob in stored.Container.GetBlobsAsync("anchors/", cancellationToken: Stop))
        {
            var text = (await stored.Container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken: Stop)).Content.ToString();
            await stored.Container.GetBlobClient(blob.Name)
                .UploadAsync(BinaryData.FromString(text.Replace("\"number\":1", "\"number\":2", StringComparison.Ordinal)), cancellationToken: Stop);
        }

        Assert.Equal(BreakReason.AnchorBroken, (await VerifyAsync(stored, null)).Broken?.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("items/b")]
    public async Task Calls_of_bounded_work_join_to_the_whole(string? chain)
    {
        var stored = await GivenAsync();
        var (entries, calls, from) = (0L, 0, default(VerifyPosition?));
        do
        {
            var report = await Verification(stored).RunAsync(chain, from, new VerifyBudget(3, TimeSpan.FromMinutes(1)), Nothing, Stop);
            Assert.Null(report.Broken);
            Assert.InRange(report.Entries, 0, 3);
            (entries, calls) = (entries + report.Entries, calls + 1);
            from = report.Continuation is null ? null : VerifyPosition.Parse(report.Continuation.ToString());
        }
        while (from is not null);

        Assert.Equal(chain is null ? 16 : 4, entries);
        Assert.True(calls > 1);
    }

    [Fact]
    public async Task A_break_is_found_by_whichever_call_comes_to_it()
    {
        var stored = await GivenAsync();
        await stored.RewriteAsync("c", 3, "另一个故事", Stop);
        var (from, broken) = (default(VerifyPosition?), default(BrokenLink?));
        while (broken is null)
        {
            var report = await Verification(stored).RunAsync(null, from, new VerifyBudget(1, TimeSpan.FromMinutes(1)), Nothing, Stop);
            (from, broken) = (report.Continuation, report.Broken);
            Assert.True(from is not null || broken is not null);
        }

        Assert.Equal(new BrokenLink("items/c", 4, BreakReason.NotAsAnchored), broken);
    }

    [Fact]
    public async Task Chains_that_grow_meanwhile_are_not_called_broken()
    {
        var stored = await GivenAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var growing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await stored.GivenAsync("b", 1, Stop);
            }
        }, Stop);

        for (var i = 0; i < 20; i++)
        {
            Assert.Null((await VerifyAsync(stored, i % 2 == 0 ? null : "items/b")).Broken);
        }

        await done.CancelAsync();
        await growing;
    }

    [Fact]
    public async Task A_store_without_anchors_is_verified_by_its_chains_alone()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        await stored.GivenAsync("a", 2, Stop);

        var report = await VerifyAsync(stored, null);

        Assert.Equal((null, null, 2), (report.Broken, report.Anchor, report.Entries));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 2 3")]
    [InlineData("x 0 1 hash items/a")]
    public void A_position_of_something_else_is_refused(string text) => Assert.Throws<FormatException>(() => VerifyPosition.Parse(text));

    private static async Task FoundAsync(BrokenLink expected, Func<StoredChains, AuditEntry, Task> tamper)
    {
        var stored = await GivenAsync();
        await tamper(stored, (await stored.Items.FindAsync(new AuditLink("items/b", 2), Stop))!);

        Assert.Equal(expected, (await VerifyAsync(stored, null)).Broken);
        Assert.Equal(expected, (await VerifyAsync(stored, "items/b")).Broken);
        Assert.Null((await VerifyAsync(stored, "items/c")).Broken);
    }

    [Fact]
    public async Task An_acknowledged_break_is_told_and_does_not_stop_what_comes_after_it()
    {
        var stored = await GivenAsync();
        await stored.TamperAsync("b", (await stored.Items.FindAsync(new AuditLink("items/b", 2), Stop))! with { Chained = "{}" }, Stop);
        await stored.DropAsync("c", Stop);
        var (changed, dropped) = (new BrokenLink("items/b", 2, BreakReason.TextChanged), new BrokenLink("items/c", 4, BreakReason.NotAsAnchored));
        Assert.Equal(changed, (await VerifyAsync(stored, null)).Broken);

        Assert.Equal(dropped, (await VerifyAsync(stored, null, changed)).Broken);
        var report = await VerifyAsync(stored, null, changed, dropped);

        Assert.Equal((null, 3), (report.Broken, report.Chains));
        Assert.Equal([changed, dropped], report.Acknowledged);
        await stored.DropAsync("d", Stop);
        Assert.Equal(new BrokenLink("items/d", 4, BreakReason.NotAsAnchored), (await VerifyAsync(stored, null, changed, dropped)).Broken);
    }

    [Fact]
    public async Task A_break_that_an_anchor_tells_of_stops_nothing_once_acknowledged()
    {
        var stored = await GivenAsync();
        await stored.TruncateAsync("b", 1, Stop);
        await new AnchorMaker(stored.All, new AnchorLog(stored.Container), new AnchorTrees(stored.Container),
            new FakeTimeProvider(Samples.Start.AddHours(1)) { HasRealTimers = true }).RunAsync(null, Stop);
        var cut = new BrokenLink("items/b", 4, BreakReason.NotAsAnchored);
        Assert.Equal(cut, (await VerifyAsync(stored, null)).Broken);

        var report = await VerifyAsync(stored, null, cut);

        Assert.Null(report.Broken);
        Assert.Equal([cut], report.Acknowledged);
    }

    private static Task<VerifyReport> VerifyAsync(StoredChains stored, string? chain, params IEnumerable<BrokenLink> acknowledged) =>
        Verification(stored).RunAsync(chain, null, Plenty, acknowledged.ToHashSet(), Stop);

    private static AuditVerification Verification(StoredChains stored) =>
        new(stored.All, new AnchorLog(stored.Container), new AnchorTrees(stored.Container), TimeProvider.System);

    /// <summary>Four chains of four entries, anchored.</summary>
    private static async Task<StoredChains> GivenAsync()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        foreach (var partition in (string[])["a", "b", "c", "d"])
        {
            await stored.GivenAsync(partition, 4, Stop);
        }

        await new AnchorMaker(stored.All, new AnchorLog(stored.Container), new AnchorTrees(stored.Container),
            new FakeTimeProvider(Samples.Start) { HasRealTimers = true }).RunAsync(null, Stop);
        return stored;
    }
}
