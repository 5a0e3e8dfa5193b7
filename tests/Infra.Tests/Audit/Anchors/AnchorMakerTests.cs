using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Merkle;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit.Anchors;

public sealed class AnchorMakerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new(Samples.Start) { HasRealTimers = true };

    [Fact]
    public async Task An_anchor_holds_every_chains_head_with_a_proof()
    {
        var stored = await GivenAsync(3);

        var (anchor, isNew) = await Maker(stored).RunAsync(null, Stop);

        Assert.True(isNew);
        Assert.Equal((1, 3, 0), (anchor.Number, anchor.Chains, anchor.Breaks));
        var leaf = (await Trees(stored).FindAsync(anchor.Root, "items/b", Stop))!;
        Assert.Equal((await stored.All.HeadAsync("items/b", Stop))!.Value, new ChainHead(leaf.Sequence, leaf.Hash));
        Assert.True(new InclusionProof(leaf.Index!.Value, anchor.Chains, [.. leaf.Proof!.Select(Convert.FromHexString)])
            .Leads(leaf.ToHash(), Convert.FromHexString(anchor.Root)));
        Assert.Null(await Trees(stored).FindAsync(anchor.Root, "items/unknown", Stop));
    }

    [Fact]
    public async Task A_second_run_in_the_same_hour_finds_the_first_ones_anchor()
    {
        var stored = await GivenAsync(2);
        var first = await Maker(stored).RunAsync(null, Stop);
        await stored.GivenAsync("new", 1, Stop);
        _clock.Advance(TimeSpan.FromMinutes(59));

        var second = await Maker(stored).RunAsync(null, Stop);

        Assert.False(second.IsNew);
        Assert.Equal(first.Anchor.Root, second.Anchor.Root);
        Assert.Single(await AnchorsAsync(stored));
    }

    [Fact]
    public async Task Runs_at_the_same_time_make_one_anchor()
    {
        var stored = await GivenAsync(2);

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Maker(stored).RunAsync(null, Stop)));

        Assert.Single(results, result => result.IsNew);
        Assert.Single(await AnchorsAsync(stored));
    }

    [Fact]
    public async Task Anchors_of_days_and_years_form_a_chain_of_their_own()
    {
        var stored = await GivenAsync(1);
        foreach (var day in Enumerable.Range(0, 3))
        {
            await stored.GivenAsync("a", 1, Stop);
            await Maker(stored).RunAsync(null, Stop);
            _clock.Advance(day == 1 ? TimeSpan.FromDays(365) : TimeSpan.FromDays(1));
        }

        var anchors = await AnchorsAsync(stored);

        Assert.Equal([1, 2, 3], anchors.Select(anchor => anchor.Anchor.Number));
        Assert.Null(AnchorFile.Fault(null, anchors[0]));
        Assert.Null(AnchorFile.Fault(anchors[0], anchors[1]));
        Assert.Null(AnchorFile.Fault(anchors[1], anchors[2]));
        Assert.NotNull(AnchorFile.Fault(anchors[0], anchors[2]));
    }

    [Fact]
    public async Task What_grew_since_the_anchor_before_is_told()
    {
        var stored = await GivenAsync(2);
        await Maker(stored).RunAsync(null, Stop);
        _clock.Advance(TimeSpan.FromDays(1));
        await stored.GivenAsync("b", 2, Stop);
        await stored.GivenAsync("new", 1, Stop);
        var grown = new List<(string, long)>();

        await Maker(stored).RunAsync((chain, known, _) => Add(chain, known), Stop);

        Assert.Equal([("items/b", 3), ("items/new", 0)], grown);

        Task Add(string chain, ChainHead known)
        {
            grown.Add((chain, known.Sequence));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_chain_cut_off_after_the_anchor_is_found_by_the_next()
    {
        var stored = await GivenAsync(2);
        await Maker(stored).RunAsync(null, Stop);
        await stored.TruncateAsync("b", 1, Stop);

        Assert.Equal(new BrokenLink("items/b", 3, BreakReason.NotAsAnchored), await NextBreakAsync(stored));
    }

    [Fact]
    public async Task A_chain_dropped_wholly_after_the_anchor_is_found_by_the_next()
    {
        var stored = await GivenAsync(3);
        await Maker(stored).RunAsync(null, Stop);
        await stored.DropAsync("b", Stop);

        Assert.Equal(new BrokenLink("items/b", 3, BreakReason.NotAsAnchored), await NextBreakAsync(stored));
    }

    [Fact]
    public async Task A_chain_rewritten_with_fitting_hashes_after_the_anchor_is_found_by_the_next_even_when_it_grew()
    {
        var stored = await GivenAsync(2);
        await Maker(stored).RunAsync(null, Stop);
        await stored.RewriteAsync("b", 2, "另一个故事", Stop);
        await new ChainAppender(stored.Items, Samples.Random).AppendAsync("b", Samples.Draft(), Stop);

        Assert.Equal(new BrokenLink("items/b", 3, BreakReason.NotAsAnchored), await NextBreakAsync(stored));
    }

    [Fact]
    public async Task Leaves_that_do_not_fit_their_name_are_not_believed()
    {
        var stored = await GivenAsync(2);
        var (anchor, _) = await Maker(stored).RunAsync(null, Stop);
        await foreach (var blob in stored.Container.GetBlobsAsync("leaves/", cancellationToken: Stop))
        {
            var client = stored.Container.GetBlobClient(blob.Name);
            var text = (await client.DownloadContentAsync(cancellationToken: Stop)).Content.ToString();
            await client.UploadAsync(BinaryData.FromString(text.Replace("\"sequence\":3", "\"sequence\":2", StringComparison.Ordinal)),
                cancellationToken: Stop);
        }

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Trees(stored).FindAsync(anchor.Root, "items/a", Stop));
    }

    [Fact]
    public async Task Trees_of_more_than_one_blob_of_leaves_are_proven_too()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        var writer = Trees(stored).Begin();
        var hash = new string('a', 64);
        for (var i = 0; i < 9_000; i++)
        {
            await writer.AddAsync(new AnchorLeaf($"items/{i:D6}", 1, hash), Stop);
        }

        var root = await writer.EndAsync(Stop);

        foreach (var i in (int[])[0, 4095, 4096, 8191, 8192, 8999])
        {
            var leaf = (await Trees(stored).FindAsync(root, $"items/{i:D6}", Stop))!;
            Assert.Equal(i, leaf.Index);
            Assert.True(new InclusionProof(i, 9_000, [.. leaf.Proof!.Select(Convert.FromHexString)]).Leads(leaf.ToHash(), Convert.FromHexString(root)));
        }

        Assert.Equal(9_000, await Trees(stored).ReadAsync(root, null, Stop).CountAsync(Stop));
        Assert.Equal("items/004096", (await Trees(stored).ReadAsync(root, "items/005000", Stop).FirstAsync(Stop)).Chain);
    }

    private async Task<BrokenLink?> NextBreakAsync(StoredChains stored)
    {
        _clock.Advance(TimeSpan.FromDays(1));
        await Maker(stored).RunAsync(null, Stop);
        var anchors = await AnchorsAsync(stored);
        return AnchorFile.Fault(anchors[^2], anchors[^1]);
    }

    private static async Task<StoredChains> GivenAsync(int chains)
    {
        var stored = await StoredChains.CreateAsync(Stop);
        for (var i = 0; i < chains; i++)
        {
            await stored.GivenAsync($"{(char)('a' + i)}", 3, Stop);
        }

        return stored;
    }

    private AnchorMaker Maker(StoredChains stored) => new(stored.All, new AnchorLog(stored.Container), Trees(stored), _clock);

    private static AnchorTrees Trees(StoredChains stored) => new(stored.Container);

    private static async Task<List<StoredAnchor>> AnchorsAsync(StoredChains stored) => await new AnchorLog(stored.Container).ReadAsync(Stop).ToListAsync(Stop);
}
