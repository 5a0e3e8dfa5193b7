using Marketplace.Benchmarks.Listings;
using Marketplace.Benchmarks.Processes;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.ColdStart;

/// <summary>From the start of the app's process to its first search result, index loaded. Arguments: listings (10000), runs (15).</summary>
internal static class ColdStartBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], null) : 10_000;
        var runs = args.Length > 1 ? int.Parse(args[1], null) : 15;
        await using var azurite = await AzuriteServer.StartAsync();
        var listings = new GeneratedListings(shortest: 200, longest: 2000);
        await using (await StoredIndex.BuildAsync(azurite, listings, count))
        {
        }

        var path = $"/api/listings?q={Uri.EscapeDataString(listings.Words(1))}";
        var found = new List<(double First, double Cpu, double Resident)>();
        for (var run = 0; run < runs; run++)
        {
            await using var app = AppProcess.Start(azurite);
            var first = await app.AnswersAsync(path);
            var usage = app.Usage;
            found.Add((first.TotalMilliseconds, usage.Cpu.TotalMilliseconds, usage.Resident / 1e6));
        }

        Console.WriteLine($"{"process start to first search result",-44}{"median",9}{"least",9}{"most",9}");
        Print("time, ms", found.Select(run => run.First));
        Print("the app's processor time until then, ms", found.Select(run => run.Cpu));
        Print("resident then, MB", found.Select(run => run.Resident));
    }

    private static void Print(string what, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"{what,-44}{sorted[sorted.Length / 2],9:N0}{sorted[0],9:N0}{sorted[^1],9:N0}");
    }
}
