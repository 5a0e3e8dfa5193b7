using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Benchmarks.Listings;
using Marketplace.Benchmarks.Processes;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Bulk;

/// <summary>
/// A large import on the storage of ./run (Azurite on disk with the journal): lines a second, new and changed, what it does to somebody who reads details
/// meanwhile, and how long everything that follows from it takes. Arguments: lines (2000), pause between two reads in milliseconds (50).
/// </summary>
internal static class BulkBenchmark
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], null) : 2_000;
        var pause = TimeSpan.FromMilliseconds(args.Length > 1 ? int.Parse(args[1], null) : 50);
        using var data = new TemporaryFolder();
        await using var instance = await WholeInstance.StartAsync(data.Path);
        var token = await instance.OperatorTokenAsync();
        var listings = new GeneratedListings(shortest: 200, longest: 2000);
        await instance.ImportAsync([ImportLines.Of(listings.Listing(0), 0)], token);
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 1, default, Limit);
        var id = (await instance.GetAsync("/api/listings")).GetProperty("items")[0].GetProperty("id").GetString()!;

        var usual = await ReadWhileAsync(instance, id, pause, Task.Delay(Quiet));
        Print("details at rest", usual);
        foreach (var version in new[] { "", "（修订）" })
        {
            var lines = Enumerable.Range(1, count).Select(number => ImportLines.Of(listings.Listing(number), number, version)).ToList();
            var start = Stopwatch.GetTimestamp();
            var import = instance.ImportAsync(lines, token);
            var meanwhile = await ReadWhileAsync(instance, id, pause, import);
            await import;
            var took = Stopwatch.GetElapsedTime(start);
            var drain = Eventually.TrueAsync(async () => await instance.CountMessagesAsync() == 0, default, Limit);
            var following = await ReadWhileAsync(instance, id, pause, drain);
            await drain;
            var drained = Stopwatch.GetElapsedTime(start) - took;
            var what = version.Length == 0 ? "new" : "changed";
            Console.WriteLine($"{count:N0} {what} lines: {took.TotalSeconds:N1} s, {count / took.TotalSeconds:N0} lines/s;" +
                $" all that follows {drained.TotalSeconds:N1} s later; given up: {await instance.CountGivenUpAsync()}");
            Print("details during the import", meanwhile, usual);
            Print("details while views follow", following, usual);
        }
    }

    private static async Task<double[]> ReadWhileAsync(WholeInstance instance, string id, TimeSpan pause, Task over)
    {
        var times = new ConcurrentBag<double>();
        do
        {
            var start = Stopwatch.GetTimestamp();
            await instance.GetAsync($"/api/listings/{id}");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.WhenAny(over, Task.Delay(pause));
        }
        while (!over.IsCompleted);
        return [.. times.Order()];
    }

    private static void Print(string what, double[] sorted, double[]? usual = null) => Console.WriteLine(
        $"{what,-30}{sorted.Length,6} reads {At(sorted, 50),7:N0} ms p50 {At(sorted, 95),7:N0} ms p95"
        + (usual is null ? "" : $", {At(sorted, 95) / At(usual, 95):N1} × the usual p95"));

    private static double At(double[] sorted, int percentile) => sorted[(sorted.Length - 1) * percentile / 100];
}
