using System.Diagnostics;
using Marketplace.Benchmarks.Search;
using Marketplace.Search;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Benchmarks.Index;

/// <summary>
/// The index kept in blobs, on a fresh Azurite: one process writes, another reads. Begins with a rebuild of generated listings; then entries change one by one,
/// first one caller at a time, then sixteen as a queue function has them.
/// </summary>
internal static class IndexBenchmark
{
    private const int Listings = 10_000;
    private const int BodyLength = 200;
    private const int Alone = 100;
    private const int Together = 5_000;
    private const int Callers = 16;

    public static async Task RunAsync(string[] arguments)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var meter = new StorageMeter();
        await using var writing = Open(azurite, meter);
        await using var reading = Open(azurite, new StorageMeter());
        var catalogue = new ChangingCatalogue(Listings, BodyLength);

        Console.WriteLine($"{Listings:N0} listings of {BodyLength} characters; Azurite in memory on the same machine");
        await PrintAsync("rebuild", 1, meter, () => writing.Writer.RebuildAsync(catalogue.All(), catalogue.LoadAsync, default));
        var cold = Stopwatch.GetTimestamp();
        await reading.RefreshAsync(default);
        Console.WriteLine($"{"a reader's first load",-34} {Stopwatch.GetElapsedTime(cold).TotalMilliseconds,9:N1} ms");

        await PrintAsync($"{Alone:N0} changes, one caller", Alone, meter, () => ChangeAsync(writing, catalogue, Alone, callers: 1));
        await PrintFreshnessAsync(writing, reading, catalogue);
        await PrintAsync($"{Together:N0} changes, {Callers} callers", Together, meter, () => ChangeAsync(writing, catalogue, Together, Callers));
        await PrintRefreshAsync(writing, reading, catalogue);
        await PrintAsync("compaction", 1, meter, () => writing.Writer.CompactAsync(default));
        await reading.RefreshAsync(default);
        Console.WriteLine($"{"segments after it",-34} {reading.Status.Segments,9:N0}");
    }

    private static BlobSearchStore Open(AzuriteServer azurite, StorageMeter meter) => new(
        StorageAccount.FromConnectionString(azurite.ConnectionString).CreateBlobServiceClient(new StorageClientOptions { Meter = meter })
            .GetBlobContainerClient("index"),
        null,
        new IndexStoreOptions(),
        TimeProvider.System,
        NullLogger<BlobSearchStore>.Instance);

    private static Task ChangeAsync(BlobSearchStore store, ChangingCatalogue catalogue, int changes, int callers) => Parallel.ForAsync(
        0,
        changes,
        new ParallelOptions { MaxDegreeOfParallelism = callers },
        async (i, stop) => await store.Writer.ApplyAsync([catalogue.Change(i)], catalogue.LoadAsync, stop));

    private static async Task PrintAsync(string what, int operations, StorageMeter meter, Func<Task> run)
    {
        var (start, requests) = (Stopwatch.GetTimestamp(), meter.Total);
        await run();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console
            .WriteLine(
            $"{what,-34} {elapsed.TotalMilliseconds / operations,9:N1} ms each {elapsed.TotalSeconds,7:N1} s {(double)(meter.Total - requests) / operations,8:N2} requests each");
    }

    private static async Task PrintFreshnessAsync(BlobSearchStore writing, BlobSearchStore reading, ChangingCatalogue catalogue)
    {
        using var stop = new CancellationTokenSource();
        var following = reading.RunAsync(stop.Token);
        var times = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var receipt = await writing.Writer.ApplyAsync([catalogue.Change(i)], catalogue.LoadAsync, default);
            await Eventually.TrueAsync(() => reading.Status.Generation >= receipt.Generation, default);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await stop.CancelAsync();
        await following;
        times.Sort();
        Console.WriteLine($"{"applied → found elsewhere",-34} {times[times.Count / 2],9:N0} ms median, {times[^1]:N0} ms at most");
    }

    private static async Task PrintRefreshAsync(BlobSearchStore writing, BlobSearchStore reading, ChangingCatalogue catalogue)
    {
        var most = 0;
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            await writing.Writer.ApplyAsync([catalogue.Change(i)], catalogue.LoadAsync, default);
            var start = Stopwatch.GetTimestamp();
            await reading.RefreshAsync(default);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            most = Math.Max(most, reading.Status.Segments);
        }

        times.Sort();
        Console.WriteLine($"{"a reader's refresh after a change",-34} {times[50],9:N1} ms median, {times[^2]:N1} ms at p99; at most {most} segments");
    }
}
