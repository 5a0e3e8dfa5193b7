using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

public sealed class LocalCopyTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IndexStoreOptions Options => TestIndex.Impatient with { CopyFolder = _folder.Path, CopyInterval = TimeSpan.FromMilliseconds(50) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_starts_while_storage_is_away_answers_from_its_neighbours_copy()
    {
        using var data = new TemporaryFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = data.Path }, Cancelled);
        await using var index = await TestIndex.CreateAsync(azurite);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1), TestIndex.Upsert("b", 1)], Cancelled);
        await index.Open().Writer.ApplyAsync([new Delete("b", 2)], Cancelled);
        await CopyAsync(index);
        await azurite.StopAsync(Cancelled);

        var started = index.Open(Options, NoRetries());
        await started.LoadAsync(Patience, Cancelled);
        Assert.Equal(["a"], (await TestIndex.ContentAsync(started)).Keys);
        Assert.True(started.Status is { Loaded: true, Problem: "Storage is away.", CopyOf: not null, CheckedAt: null, Documents: 1 });

        await azurite.RestartAsync(Cancelled);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("c", 1)], Cancelled);
        Assert.True(await started.RefreshAsync(Cancelled));
        Assert.Equal(["a", "c"], (await TestIndex.ContentAsync(started)).Keys.Order());
        Assert.True(started.Status is { Problem: null, CopyOf: null });
    }

    [Fact]
    public async Task While_storage_answers_the_copy_is_not_used()
    {
        await using var index = await TestIndex.CreateAsync();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await CopyAsync(index);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled);

        var started = index.Open(Options with { CopyAfter = Patience });
        await started.LoadAsync(Patience, Cancelled);

        Assert.True(started.Status is { Problem: null, CopyOf: null, Documents: 2 });
    }

    [Fact]
    public async Task A_process_that_starts_after_the_stored_index_was_lost_answers_from_the_copy()
    {
        await using var index = await TestIndex.CreateAsync();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await CopyAsync(index);
        await index.Container.GetBlobClient("manifest.json").DeleteIfExistsAsync(cancellationToken: Cancelled);

        var started = index.Open(Options with { CopyAfter = Patience });
        await started.LoadAsync(Patience, Cancelled);

        Assert.Equal(["a"], (await TestIndex.ContentAsync(started)).Keys);
        Assert.True(started.Status is { Loaded: true, Problem: "The index's manifest is missing.", CopyOf: not null });
    }

    [Fact]
    public async Task A_copy_that_is_damaged_anywhere_is_none()
    {
        await using var index = await TestIndex.CreateAsync();
        var state = await StateAsync(index);
        await Copy(index).WriteAsync(state, Noon, Cancelled);
        var path = Assert.Single(Directory.GetFiles(_folder.Path));
        var good = await File.ReadAllBytesAsync(path, Cancelled);
        Assert.Equal(Noon, (await ReadAsync(index))!.ConfirmedAt);

        for (var at = 0; at < good.Length; at += Math.Max(1, good.Length / 200))
        {
            var bad = good.ToArray();
            bad[at] ^= 1;
            await File.WriteAllBytesAsync(path, bad, Cancelled);
            Assert.True(await ReadAsync(index) is null or { State.Documents: 2 }, $"changed at {at}");
            await File.WriteAllBytesAsync(path, good.AsMemory(0, at), Cancelled);
            Assert.Null(await ReadAsync(index));
        }

        await File.WriteAllBytesAsync(path, new byte[good.Length], Cancelled);
        Assert.Null(await ReadAsync(index));
        await Copy(index).WriteAsync(state, Noon, Cancelled);
        Assert.Equal(2, (await ReadAsync(index))!.State.Documents);
    }

    [Fact]
    public async Task Another_instances_copy_is_not_taken_for_this_ones()
    {
        await using var index = await TestIndex.CreateAsync();
        await using var other = await TestIndex.CreateAsync();
        await Copy(index).WriteAsync(await StateAsync(index), Noon, Cancelled);

        Assert.Null(await ReadAsync(other));
    }

    [Fact]
    public async Task Of_two_processes_on_one_disk_the_one_that_asked_storage_later_decides()
    {
        await using var index = await TestIndex.CreateAsync();
        var older = await StateAsync(index);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("c", 1)], Cancelled);
        var newer = await StateAsync(index);

        await Copy(index).WriteAsync(newer, Noon, Cancelled);
        await Copy(index).WriteAsync(older, Noon.AddSeconds(-1), Cancelled);
        Assert.Equal((newer.Manifest.Generation, Noon), await CopiedAsync(index));

        await Copy(index).WriteAsync(newer, Noon.AddSeconds(5), Cancelled);
        Assert.Equal((newer.Manifest.Generation, Noon.AddSeconds(5)), await CopiedAsync(index));

        await Copy(index).WriteAsync(older, Noon.AddSeconds(9), Cancelled);
        Assert.Equal((older.Manifest.Generation, Noon.AddSeconds(9)), await CopiedAsync(index));
    }

    [Fact]
    public async Task Processes_that_write_and_read_at_once_find_whole_copies()
    {
        await using var index = await TestIndex.CreateAsync();
        var states = new List<IndexState> { await StateAsync(index) };
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("c", 1)], Cancelled);
        states.Add(await StateAsync(index));
        await Copy(index).WriteAsync(states[0], Noon, Cancelled);

        await Parallel.ForAsync(1, 200, Cancelled, async (i, stop) =>
        {
            await Copy(index).WriteAsync(states[i % 2], Noon.AddSeconds(i), stop);
            Assert.Contains((await ReadAsync(index))!.State.Documents, states.Select(state => state.Documents));
        });

        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_and_an_index_too_large_is_not_copied()
    {
        await using var index = await TestIndex.CreateAsync();
        var state = await StateAsync(index);
        await new LocalCopy(_folder.Path, index.Container.Uri, maxBytes: 100).WriteAsync(state, Noon, Cancelled);
        Assert.Empty(Directory.GetFiles(_folder.Path));

        await Copy(index).WriteAsync(state, Noon, Cancelled);
        var path = Assert.Single(Directory.GetFiles(_folder.Path));
        var left = Path.ChangeExtension(path, ".0123.unfinished");
        await File.WriteAllTextAsync(left, "half", Cancelled);
        File.SetLastWriteTimeUtc(left, Noon.UtcDateTime);
        await Copy(index).WriteAsync(state, Noon.AddHours(2), Cancelled);

        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Other_users_of_the_machine_cannot_read_the_copy()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The temporary folder there is the user's own.");
            return;
        }

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        await using var index = await TestIndex.CreateAsync();

        await Copy(index).WriteAsync(await StateAsync(index), Noon, Cancelled);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_disturbs_nothing()
    {
        await using var index = await TestIndex.CreateAsync();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "no folder", Cancelled);
        var store = index.Open(Options with { CopyFolder = Path.Combine(file, "copy") });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        await store.LoadAsync(Patience, Cancelled);
        var following = store.RunAsync(stop.Token);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled);
        await Eventually.TrueAsync(() => store.Status.Documents == 2, Cancelled);

        await stop.CancelAsync();
        await following;
    }

    private static StorageClientOptions NoRetries()
    {
        var options = new StorageClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }

    private LocalCopy Copy(TestIndex index) => new(_folder.Path, index.Container.Uri, maxBytes: 1_000_000);

    private Task<CopiedIndex?> ReadAsync(TestIndex index) => Copy(index).TryReadAsync(new SegmentCache(new IndexBlobs(index.Container)), Cancelled);

    private async Task<(long Generation, DateTimeOffset ConfirmedAt)> CopiedAsync(TestIndex index)
    {
        var copied = (await ReadAsync(index))!;
        return (copied.State.Manifest.Generation, copied.ConfirmedAt);
    }

    /// <summary>The index as it is; one with deletions if there was none.</summary>
    private static async Task<IndexState> StateAsync(TestIndex index)
    {
        var access = IndexAccess.To(index.Container, new NoIndexSource());
        var states = new StateReader(access, new SegmentCache(access.Blobs), withLogs: false);
        if (await states.ReadAsync(IndexState.Empty, Cancelled) is { Manifest.Generation: > 0 } found)
        {
            return found;
        }

        var writer = index.Open().Writer;
        await writer.ApplyAsync([TestIndex.Upsert("a", 1), TestIndex.Upsert("b", 1), TestIndex.Upsert("gone", 1)], Cancelled);
        await writer.ApplyAsync([new Delete("gone", 2)], Cancelled);
        return await states.ReadAsync(IndexState.Empty, Cancelled);
    }

    /// <summary>Lets a process follow the index until it has left a copy.</summary>
    private async Task CopyAsync(TestIndex index)
    {
        var store = index.Open(Options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        await store.LoadAsync(Patience, Cancelled);
        var following = store.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => Directory.GetFiles(_folder.Path, "*.index").Length == 1, Cancelled);
        await stop.CancelAsync();
        await following;
    }
}
