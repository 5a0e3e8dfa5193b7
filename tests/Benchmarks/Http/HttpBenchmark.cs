using Marketplace.Benchmarks.Listings;
using Marketplace.Benchmarks.Processes;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Http;

/// <summary>
/// Searches over HTTP, through the app alone, the load generator on the same machine. Arguments: listings (100000), characters of a body (125), seconds of each
/// run (8).
/// </summary>
internal static class HttpBenchmark
{
    private const int Connections = 32;
    private const int Paths = 10_000;

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], null) : 100_000;
        var body = args.Length > 1 ? int.Parse(args[1], null) : 125;
        var duration = TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2], null) : 8);
        await using var azurite = await AzuriteServer.StartAsync();
        var listings = new GeneratedListings(body, body);
        IReadOnlyList<string> paths;
        await using (var index = await StoredIndex.BuildAsync(azurite, listings, count))
        {
            paths = await SearchMix.DrawAsync(listings, index.Index, Paths);
        }

        await using var app = AppProcess.Start(azurite);
        await app.AnswersAsync(paths[0]);

        Console.WriteLine($"{$"{Connections} connections",-30}{"requests/s",12}{"p50 ms",9}{"p99 ms",9}{"bytes",9}{"app CPU µs",12}{"own CPU µs",12}");
        using (var warming = new LoadGenerator(app.Port, paths, Connections, "br"))
        {
            await PrintAsync("warming up", app, () => warming.SaturateAsync(duration));
        }

        foreach (var (name, codings) in ((string, string?)[])[("uncompressed", null), ("gzip", "gzip"), ("br", "br")])
        {
            using var load = new LoadGenerator(app.Port, paths, Connections, codings);
            var most = await PrintAsync($"{name}, all there is", app, () => load.SaturateAsync(duration));
            await PrintAsync($"{name}, at half that", app, () => load.PaceAsync(most / 2, duration));
        }

        Console.WriteLine($"resident {app.Usage.Resident / 1e6:N0} MB");
    }

    private static async Task<double> PrintAsync(string what, AppProcess app, Func<Task<LoadResult>> run)
    {
        var (before, own) = (app.Usage.Cpu, Environment.CpuUsage.TotalTime);
        var result = await run();
        var requests = result.Times.Count;
        Console.WriteLine(
            $"{what,-30}{result.PerSecond,12:N0}{result.At(50),9:N1}{result.At(99),9:N1}{result.Bytes / requests,9:N0}"
            + $"{(app.Usage.Cpu - before).TotalMicroseconds / requests,12:N0}{(Environment.CpuUsage.TotalTime - own).TotalMicroseconds / requests,12:N0}");
        return result.PerSecond;
    }
}
