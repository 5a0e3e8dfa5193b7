using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

/// <summary>Whatever becomes of the stored index, nobody finds a wrong one, and it is made anew without anybody's doing.</summary>
public sealed class LossTests
{
    private readonly Catalogue _catalogue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("missing")]
    [InlineData("rubbish")]
    [InlineData("older")]
    public async Task A_manifest_that_is_lost_is_never_taken_over(string how)
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        var reader = index.Open(source: source);
        await reader.RefreshAsync(Cancelled);
        var manifest = index.Container.GetBlobClient("manifest.json");
        var older = (await manifest.DownloadContentAsync(cancellationToken: Cancelled)).Content;
        await ApplyAsync(index.Open(source: source).Writer, "z");
        await reader.RefreshAsync(Cancelled);
        var known = await TestIndex.ContentAsync(reader);

        await (how switch
        {
            "missing" => manifest.DeleteIfExistsAsync(cancellationToken: Cancelled),
            "older" => manifest.UploadAsync(older, cancellationToken: Cancelled),
            _ => manifest.UploadAsync(BinaryData.FromBytes(new byte[300]), cancellationToken: Cancelled),
        });
        var fresh = index.Open(source: source);
        foreach (var process in new[] { reader, fresh })
        {
            Assert.False(await process.RefreshAsync(Cancelled));
            Assert.Contains("manifest", process.Status.Problem, StringComparison.Ordinal);
        }

        Assert.False(fresh.Status.Loaded);
        Assert.Equal(known, await TestIndex.ContentAsync(reader));
        Assert.Equal(1, source.Requests);
    }

    [Fact]
    public async Task A_change_after_the_loss_is_not_taken_for_the_whole_index()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        var reader = index.Open(source: source);
        await reader.RefreshAsync(Cancelled);
        var known = await TestIndex.ContentAsync(reader);
        await index.Container.GetBlobClient("manifest.json").DeleteIfExistsAsync(cancellationToken: Cancelled);

        await ApplyAsync(index.Open(source: source).Writer, "z");

        var fresh = index.Open(source: source);
        Assert.False(await fresh.RefreshAsync(Cancelled));
        Assert.False(fresh.Status.Loaded);
        Assert.False(await reader.RefreshAsync(Cancelled));
        Assert.Equal(known, await TestIndex.ContentAsync(reader));
        await source.RebuildAsync(Cancelled);
        Assert.True(await fresh.RefreshAsync(Cancelled));
        Assert.True(await reader.RefreshAsync(Cancelled));
        Assert.Equal(_catalogue.Versions, await TestIndex.ContentAsync(fresh));
        Assert.Equal(_catalogue.Versions, await TestIndex.ContentAsync(reader));
    }

    [Fact]
    public async Task An_index_of_which_nothing_is_left_is_told_from_a_new_one_by_its_source()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = new TestSource(index, _catalogue);
        Assert.True(await index.Open(source: source).RefreshAsync(Cancelled));
        await ApplyAsync(index.Open(source: source).Writer, "a");
        await ApplyAsync(index.Open(source: source).Writer, "b");
        Assert.Equal(0, source.Requests);

        await index.Container.DeleteIfExistsAsync(Cancelled);
        await ApplyAsync(index.Open(source: source).Writer, "c");

        var fresh = index.Open(source: source);
        Assert.False(await fresh.RefreshAsync(Cancelled));
        Assert.False(fresh.Status.Loaded);
        await source.RebuildAsync(Cancelled);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task Of_all_processes_that_notice_one_asks_for_a_rebuild_and_again_only_after_a_while()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        await index.Container.GetBlobClient("manifest.json").DeleteIfExistsAsync(cancellationToken: Cancelled);

        var processes = Enumerable.Range(0, 4).Select(_ => index.Open(source: source)).ToList();
        for (var poll = 0; poll < 3; poll++)
        {
            await Task.WhenAll(processes.Select(process => process.RefreshAsync(Cancelled)));
            await Task.WhenAll(processes.Select(process => process.Writer.CompactAsync(Cancelled)));
        }

        Assert.Equal(1, source.Requests);
        await index.Open(time: FakeTimeProvider.Running(TimeSpan.FromMinutes(6)), source: source).RefreshAsync(Cancelled);
        Assert.Equal(2, source.Requests);
    }

    [Fact]
    public async Task An_index_set_back_before_a_process_that_knows_better_is_found_out_by_all()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        var older = await BlobsAsync(index);
        await ApplyAsync(index.Open(source: source).Writer, "y");
        var reader = index.Open(source: source);
        await reader.RefreshAsync(Cancelled);

        foreach (var (name, content) in older)
        {
            await index.Container.GetBlobClient(name).UploadAsync(content, cancellationToken: Cancelled);
        }

        var writer = index.Open(source: source).Writer;
        await ApplyAsync(writer, "z");
        Assert.False(await reader.RefreshAsync(Cancelled));
        await ApplyAsync(writer, "x");
        await source.RebuildAsync(Cancelled);

        Assert.True(await reader.RefreshAsync(Cancelled), reader.Status.Problem);
        Assert.Equal(_catalogue.Versions, await TestIndex.ContentAsync(reader));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_blob_that_is_lost_while_all_processes_have_it_in_memory_is_noticed_by_compaction()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        var store = index.Open(source: source);
        await ApplyAsync(store.Writer, "z");
        await store.RefreshAsync(Cancelled);
        await foreach (var blob in index.Container.GetBlobsAsync("segments/", cancellationToken: Cancelled))
        {
            await index.Container.GetBlobClient(blob.Name).DeleteIfExistsAsync(cancellationToken: Cancelled);
        }

        await store.Writer.CompactAsync(Cancelled);
        Assert.Equal(1, source.Requests);
        await source.RebuildAsync(Cancelled);

        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task An_index_of_a_newer_version_of_the_program_is_left_alone()
    {
        await using var index = await TestIndex.CreateAsync();
        var source = await FillAsync(index);
        await index.Container.GetBlobClient("manifest.json").UploadAsync(BinaryData.FromString("{\"format\":2}"), cancellationToken: Cancelled);
        var store = index.Open(source: source);

        Assert.False(await store.RefreshAsync(Cancelled));
        await Assert.ThrowsAsync<IndexFormatException>(() => ApplyAsync(store.Writer, "z"));

        Assert.Contains("format 2", store.Status.Problem, StringComparison.Ordinal);
        Assert.Equal(0, source.Requests);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("zeroed")]
    [InlineData("older")]
    public async Task Whichever_blob_is_damaged_searches_are_never_wrong_and_all_mends_by_itself(string how)
    {
        await using var sample = await TestIndex.CreateAsync();
        await FillAsync(sample);
        var blobs = (await BlobsAsync(sample)).Keys.ToList();
        foreach (var folder in new[] { "manifest", "mark", "segments/", "deletes/", "logs/" })
        {
            Assert.Contains(blobs, blob => blob.StartsWith(folder, StringComparison.Ordinal));
        }

        for (var which = 0; which < blobs.Count; which++)
        {
            await using var index = await TestIndex.CreateAsync();
            await new LossTests().DamageAndMendAsync(index, which, how);
        }
    }

    private async Task DamageAndMendAsync(TestIndex index, int which, string how)
    {
        var source = new TestSource(index, _catalogue);
        var older = await FillAsync(index, source);
        var reader = index.Open(source: source);
        Assert.True(await reader.RefreshAsync(Cancelled));
        var right = new Dictionary<string, long>(_catalogue.Versions);
        var (name, content) = (await BlobsAsync(index)).OrderBy(blob => blob.Key, StringComparer.Ordinal).ElementAt(which);
        await DamageAsync(index, name, content, how == "older" ? older.GetValueOrDefault(name, older.Values.First()) : null, how);

        var writer = index.Open(source: source);
        for (var round = 0; round < 4; round++)
        {
            var fresh = index.Open(source: source);
            foreach (var process in new[] { reader, fresh, writer })
            {
                await process.RefreshAsync(Cancelled);
                Assert.True(!process.Status.Loaded || Extends(await TestIndex.ContentAsync(process), right), $"{name} {how}, round {round}");
            }

            await ApplyAsync(writer.Writer, $"later{round}");
            await writer.Writer.CompactAsync(Cancelled);
            await source.RebuildAsync(Cancelled);
        }

        var asked = source.Requests;
        Assert.True(await reader.RefreshAsync(Cancelled), $"{name} {how}: {reader.Status.Problem}");
        Assert.Equal(_catalogue.Versions, await TestIndex.ContentAsync(reader));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
        await ApplyAsync(index.Open(source: source).Writer, "last");
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
        Assert.Equal(asked, source.Requests);
    }

    private static Task<WriteResult> DamageAsync(TestIndex index, string name, BinaryData content, BinaryData? older, string how)
    {
        var blob = index.Container.GetBlobClient(name);
        return how switch
        {
            "missing" => blob.DeleteIfExistsAsync(cancellationToken: Cancelled),
            "truncated" => blob.UploadAsync(BinaryData.FromBytes(content.ToMemory()[..(content.ToMemory().Length / 2)]), cancellationToken: Cancelled),
            "empty" => blob.UploadAsync(BinaryData.Empty, cancellationToken: Cancelled),
            "zeroed" => blob.UploadAsync(BinaryData.FromBytes(new byte[content.ToMemory().Length]), cancellationToken: Cancelled),
            _ => blob.UploadAsync(older!, cancellationToken: Cancelled),
        };
    }

    /// <summary>Whether this is a whole index: all that was there before the damage, and what was written later, or nothing of it yet.</summary>
    private bool Extends(Dictionary<string, long> content, Dictionary<string, long> before) =>
        !before.Except(content).Any() && content.All(entry => _catalogue.Versions.TryGetValue(entry.Key, out var version) && version == entry.Value);

    private async Task<TestSource> FillAsync(TestIndex index)
    {
        var source = new TestSource(index, _catalogue);
        await FillAsync(index, source);
        return source;
    }

    /// <summary>An index with every kind of blob.</summary>
    /// <returns>Its blobs before the last change.</returns>
    private async Task<Dictionary<string, BinaryData>> FillAsync(TestIndex index, TestSource source)
    {
        var store = index.Open(source: source);
        Assert.True(await store.RefreshAsync(Cancelled));
        await ApplyAsync(store.Writer, [.. Enumerable.Range(0, 40).Select(i => $"id{i}")]);
        await ApplyAsync(store.Writer, "a", "b");
        _catalogue.Withdraw("id7");
        await store.Writer.ApplyAsync([new Delete("id7", long.MaxValue)], Cancelled);
        var before = await BlobsAsync(index);
        await ApplyAsync(store.Writer, "c");
        return before;
    }

    private async Task ApplyAsync(ISearchWriter writer, params string[] ids)
    {
        foreach (var id in ids)
        {
            _catalogue.Change(id);
        }

        await writer.ApplyAsync(ids, _catalogue.LoadAsync, Cancelled);
    }

    private static async Task<Dictionary<string, BinaryData>> BlobsAsync(TestIndex index)
    {
        var blobs = new Dictionary<string, BinaryData>();
        await foreach (var blob in index.Container.GetBlobsAsync(cancellationToken: Cancelled))
        {
            blobs[blob.Name] = (await index.Container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken: Cancelled)).Content;
        }

        return blobs;
    }
}
