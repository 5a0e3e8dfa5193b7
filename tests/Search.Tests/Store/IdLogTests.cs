using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class IdLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Entries_keep_their_order_and_the_highest_version_is_found()
    {
        var log = IdLog.Empty.Add([new("a", 1, Start), new("b", 9, Start)]).Add([new("a", 3, Start), new("a", 2, Start)]);

        Assert.Equal(["a", "a"], log.IdsFrom(2));
        Assert.Equal(3, log.Version("a"));
        Assert.Equal(9, log.Version("b"));
        Assert.Null(log.Version("c"));
    }

    [Fact]
    public void Adding_rewrites_no_more_than_the_last_chunk()
    {
        var log = IdLog.Empty;
        for (var i = 0; i < 3; i++)
        {
            log = log.Add(Entries(IdLog.ChunkEntries));
        }

        var more = log.Add(Entries(1)).Add(Entries(1));

        Assert.Equal(3, log.Chunks.Count);
        Assert.Equal(log.Blobs, more.Blobs.Take(3));
        Assert.Equal(4, more.Chunks.Count);
        Assert.Equal((3 * IdLog.ChunkEntries) + 2, more.Count);
    }

    [Fact]
    public void A_large_addition_is_spread_over_chunks()
    {
        var log = IdLog.Empty.Add(Entries(10)).Add(Entries(2 * IdLog.ChunkEntries));

        Assert.Equal(3, log.Chunks.Count);
        Assert.All(log.Chunks, chunk => Assert.InRange(chunk.Entries.Count, 1, IdLog.ChunkEntries));
    }

    [Fact]
    public void Old_entries_are_forgotten()
    {
        var log = IdLog.Empty.Add([new("a", 1, Start), new("b", 1, Start.AddDays(1))]);

        Assert.Same(log, log.Since(Start));
        Assert.Equal(["b"], log.Since(Start.AddHours(1)).IdsFrom(0));
        Assert.Equal(0, log.Since(Start.AddDays(2)).Count);
    }

    [Fact]
    public void A_chunk_reads_what_it_saved_and_refuses_anything_else()
    {
        var chunk = IdLog.Empty.Add(Entries(3)).Chunks[0];
        var saved = chunk.Save();

        Assert.Equal(chunk.Entries, IdLogChunk.Read(chunk.Blob, saved).Entries);
        saved[5] ^= 1;
        Assert.Throws<InvalidDataException>(() => IdLogChunk.Read(chunk.Blob, saved));
    }

    private static List<IdLogEntry> Entries(int count) => [.. Enumerable.Range(0, count).Select(i => new IdLogEntry($"id-{i}", i, Start))];
}
