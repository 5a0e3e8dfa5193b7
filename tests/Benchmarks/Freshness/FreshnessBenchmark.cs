using System.Diagnostics;
using Marketplace.Benchmarks.Listings;
using Marketplace.Benchmarks.Processes;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Freshness;

/// <summary>
/// How soon what was imported is found, through LocalHost, queue and index as in ./run. Arguments: single imports (30), lines of the large one (10000).
/// </summary>
internal static class FreshnessBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(string[] args)
    {
        var singles = args.Length > 0 ? int.Parse(args[0], null) : 30;
        var many = args.Length > 1 ? int.Parse(args[1], null) : 10_000;
        var listings = new GeneratedListings(shortest: 200, longest: 2000);
        await using var instance = await WholeInstance.StartAsync();
        var token = await instance.OperatorTokenAsync();
        await ImportOneAsync(instance, token, listings, 0);

        var times = new List<(double Imported, double Found)>();
        for (var number = 1; number <= singles; number++)
        {
            times.Add(await ImportOneAsync(instance, token, listings, number));
        }

        Print("one entry: imported", times.Select(time => time.Imported));
        Print("one entry: found, from the import's answer", times.Select(time => time.Found));

        var lines = Enumerable.Range(singles + 1, many).Select(number => ImportLines.Of(listings.Listing(number), number)).ToList();
        var start = Stopwatch.GetTimestamp();
        await instance.ImportAsync(lines, token);
        var imported = Stopwatch.GetElapsedTime(start);
        await Eventually.TrueAsync(async () =>
            (await instance.GetAsync("/api/listings?limit=1")).GetProperty("total").GetInt64() == singles + 1 + many, default, Limit);
        var found = Stopwatch.GetElapsedTime(start);
        Console
            .WriteLine(
            $"{many:N0} lines: imported in {imported.TotalSeconds:N1} s ({many / imported.TotalSeconds:N0} lines/s); all found {(found - imported).TotalSeconds:N1} s later");
    }

    private static async Task<(double Imported, double Found)> ImportOneAsync(WholeInstance instance, string token, GeneratedListings listings, int number)
    {
        var line = ImportLines.Of(listings.Listing(number), number);
        var start = Stopwatch.GetTimestamp();
        await instance.ImportAsync([line], token);
        var imported = Stopwatch.GetElapsedTime(start);
        await Eventually.TrueAsync(async () =>
            (await instance.GetAsync($"/api/listings?q={ImportLines.Mark(number)}&limit=1")).GetProperty("total").GetInt64() == 1, default, Limit);
        return (imported.TotalMilliseconds, (Stopwatch.GetElapsedTime(start) - imported).TotalMilliseconds);
    }

    private static void Print(string what, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"{what,-46}{sorted[sorted.Length / 2],7:N0} ms p50 {sorted[sorted.Length * 95 / 100],7:N0} ms p95 {sorted[^1],7:N0} ms at most");
    }
}
