using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Storage;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Audit;

/// <summary>
/// How long questions to an audit trail of a million events take, against a real Azurite. The index is complete; of the chains only the
/// entries that the questions return are stored, since each is found by its own key, whatever else the table holds.
/// </summary>
internal static class AuditBenchmark
{
    private const int RoundsOfEach = 60;
    private const int PageSize = 20;

    public static async Task RunAsync(string[] args)
    {
        var events = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 1_000_000;
        await using var azurite = await AzuriteServer.StartAsync();
        var tables = StorageAccount.FromConnectionString(azurite.ConnectionString).CreateTableServiceClient();
        foreach (var name in AuditIndex.Tables.Append("Items"))
        {
            await tables.GetTableClient(name).CreateIfNotExistsAsync();
        }

        var chains = new AuditChains(new ChainTable(Workload.Chains, tables.GetTableClient("Items"), "state"));
        var index = new AuditIndex(tables.GetTableClient);
        var (workload, search) = (new Workload(events), new AuditSearch(chains, index));

        var watch = Stopwatch.StartNew();
        await FillAsync(index, workload);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{events:N0} events of {Workload.Actors:N0} people about {workload.Targets:N0} objects in the index after {watch.Elapsed.TotalSeconds:0} s"));

        Console.WriteLine("question (first page of 20 and exact total)      p50 ms   p95 ms   matches (median)");
        foreach (var (what, filter) in workload.Questions)
        {
            var filters = Enumerable.Range(0, RoundsOfEach).Select(_ => filter()).ToList();
            foreach (var one in filters)
            {
                await StoreAsync(tables.GetTableClient("Items"), await search.FindAsync(one, PageSize, null, default));
            }

            await MeasureAsync(what, search, filters);
        }
    }

    private static async Task MeasureAsync(string what, AuditSearch search, IReadOnlyList<AuditFilter> filters)
    {
        var (times, totals) = (new List<double>(), new List<long>());
        foreach (var filter in filters)
        {
            var start = Stopwatch.GetTimestamp();
            var found = await search.FindAsync(filter, PageSize, null, default);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            totals.Add(found.Total);
            if (found.Hits.Any(hit => !hit.IsIntact))
            {
                throw new InvalidOperationException("An entry that was found is not there.");
            }
        }

        times.Sort();
        totals.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-46} {times[times.Count / 2],8:0.0} {times[times.Count * 95 / 100],8:0.0} {totals[totals.Count / 2],12:N0}"));
    }

    /// <summary>Writes the pages value by value, oldest first, as time would.</summary>
    private static async Task FillAsync(AuditIndex index, Workload workload)
    {
        var lists = workload.Events.SelectMany(entry => index.ListsOf(entry)).GroupBy(list => (list.Table, list.Value), list => list.Posting);
        await Parallel.ForEachAsync(lists, new ParallelOptions { MaxDegreeOfParallelism = 4 }, static async (list, stop) =>
        {
            foreach (var part in list.OrderByDescending(posting => posting.Key, StringComparer.Ordinal).Chunk(30 * PostingPage.Capacity))
            {
                await list.Key.Table.AddAsync(list.Key.Value, part, stop);
            }
        });
    }

    private static async Task StoreAsync(TableClient items, AuditHits hits)
    {
        using var random = RandomNumberGenerator.Create();
        foreach (var hit in hits.Hits.Where(hit => hit.Entry is null))
        {
            var entry = AuditChain.Append(hit.Link.Chain, ChainHead.Empty with { Sequence = hit.Link.Sequence - 1 }, Workload.Draft(hit.Link), random);
            await items.AddEntityAsync(AuditRows.ToRow(hit.Link.Chain[(Workload.Chains.Length + 1)..], entry));
        }
    }
}
