using System.Diagnostics;
using Marketplace.Search;
using Marketplace.Search.Embedded;

namespace Marketplace.Benchmarks.Search;

/// <summary>
/// Builds an index of generated listings and prints what it costs to build, load, hold and query. Arguments: listings (100000), characters of a body (125).
/// </summary>
internal static class SearchBenchmark
{
    private const int Queries = 2000;
    private static readonly string[] Facets = ["kind", "region", "theme", "department", "reuseModel"];

    public static Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], null) : 100_000;
        var body = args.Length > 1 ? int.Parse(args[1], null) : 125;
        var corpus = new GeneratedCorpus(seed: 7);
        var listings = new SearchDocument[count];
        for (var i = 0; i < count; i++)
        {
            listings[i] = corpus.Listing(i, body == 0 ? 200 + corpus.Next(1801) : body);
        }

        var textBytes = listings.Sum(GeneratedCorpus.TextBytes);
        Print("listings", $"{count:N0}, {textBytes / count} bytes of text each");

        var images = Build(listings, textBytes);
        var snapshot = Load(images, textBytes);
        Merge(snapshot, images);
        Query(new EmbeddedIndex(snapshot), corpus, listings);
        return Task.CompletedTask;
    }

    private static List<byte[]> Build(SearchDocument[] listings, long textBytes)
    {
        SegmentBuilder.Build(listings[..Math.Min(2000, listings.Length)]);
        GC.Collect();
        var clock = Stopwatch.StartNew();
        var images = listings.Chunk(50_000).Select(chunk => SegmentBuilder.Build(chunk)).ToList();
        Print("build", $"{listings.Length / clock.Elapsed.TotalSeconds:N0} listings/s");
        Print("image", $"{images.Sum(image => (long)image.Length) / 1e6:N1} MB, {images.Sum(image => (double)image.Length) / textBytes:N2} x text");
        return images;
    }

    private static Snapshot Load(List<byte[]> images, long textBytes)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, true, true);
        var before = Process.GetCurrentProcess().WorkingSet64;
        var copies = images.ConvertAll(image => image.AsSpan().ToArray());
        var clock = Stopwatch.StartNew();
        var snapshot = new Snapshot([.. copies.Select(image => (Segment.Load(image), DeleteSet.Empty))], DateTimeOffset.UnixEpoch);
        Print("load", $"{clock.Elapsed.TotalMilliseconds:N1} ms from memory, checksum included");
        for (var i = 0; i < 200; i++)
        {
            snapshot.Search(new SearchQuery { Text = "数据", Facets = Facets });
        }

        var held = Process.GetCurrentProcess().WorkingSet64 - before;
        Print("resident", $"{held / 1e6:N1} MB more, {(double)held / textBytes:N2} x text");
        return snapshot;
    }

    private static void Merge(Snapshot snapshot, List<byte[]> images)
    {
        if (snapshot.Parts.Count < 2)
        {
            return;
        }

        var half = DeleteSet.Empty.With(Enumerable.Range(0, Segment.MaxDocuments / 2).Select(i => i * 2).Where(i => i < 50_000));
        var clock = Stopwatch.StartNew();
        var merged = Segment.Load(SegmentMerger.Merge([.. snapshot.Parts.Take(2).Select(part => (part.Segment, half))]));
        Print("merge", $"{merged.Count / clock.Elapsed.TotalSeconds:N0} listings/s ({images.Count} segments, half deleted)");
    }

    private static void Query(EmbeddedIndex index, GeneratedCorpus corpus, SearchDocument[] listings)
    {
        var queries = new GeneratedQueries(corpus);
        var all = queries.AllWords(index, Queries).ToArray();
        var any = queries.AnyWords(index, Queries).ToArray();
        Console.WriteLine($"{"query, one thread",-58}{"p50 ms",9}{"p99 ms",9}{"best p50",9}{"best p99",9}{"bytes",9}{"hits p50",9}");
        Measure("all words, region filter, facets over every hit, top 20", index, all, query => query with { Facets = Facets });
        Measure("the same, highlighted", index, all, query => query with { Facets = Facets, Highlight = true });
        Measure("the same, by attention", index, all, query => query with { Facets = Facets, Sort = SearchSort.Attention });
        Measure("the same, by name", index, all, query => query with { Facets = Facets, Sort = SearchSort.Name });
        Measure("all words, no filter, no facets", index, all, query => query with { Filters = [] });
        Measure("relaxed to any, exact total, facets", index, any, query => query with { Facets = Facets });
        Measure("relaxed to any, no facets", index, any, query => query);
        Measure("relaxed, region filter, facets, highlighted", index, any, query =>
            query with { Facets = Facets, Highlight = true, Filters = [new("region", ["4403"])] });
        Measure("no words, facets, newest", index, all, query => query with { Text = null, Facets = Facets });
        Measure("a phrase of two words, facets", index, all, query =>
            query with { Text = $"\"{query.Text!.Replace(" ", "", StringComparison.Ordinal)}\"", Facets = Facets });
        var prefixes = all.Select(query => query.Text![..2]).ToArray();
        PrintTimes("suggest, two characters", Percentiles.Of(prefixes, prefix => index.Current.Suggest(new SuggestQuery(prefix, 10, []))), 0);
        var ids = listings.Take(Queries).Select(listing => listing.Id).ToArray();
        PrintTimes("similar, 5", Percentiles.Of(ids, id => index.Current.Similar(id, 5, [])), 0);
    }

    private static void Measure(string what, EmbeddedIndex index, SearchQuery[] queries, Func<SearchQuery, SearchQuery> with)
    {
        var asked = Array.ConvertAll(queries, query => with(query));
        var hits = asked.Select(query => index.Current.Search(query).Total).Order().ToArray();
        PrintTimes(what, Percentiles.Of(asked, query => index.Current.Search(query)), hits[hits.Length / 2]);
    }

    private static void PrintTimes(string what, Percentiles times, long hits) =>
        Console.WriteLine($"{what,-58}{times.P50,9:N3}{times.P99,9:N3}{times.BestP50,9:N3}{times.BestP99,9:N3}{times.Allocated,9:N0}{hits,9:N0}");

    private static void Print(string what, string value) => Console.WriteLine($"{what,-12}{value}");
}
