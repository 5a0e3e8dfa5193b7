using Marketplace.Benchmarks.Audit;
using Marketplace.Benchmarks.Bulk;
using Marketplace.Benchmarks.ColdStart;
using Marketplace.Benchmarks.Duplicates;
using Marketplace.Benchmarks.Freshness;
using Marketplace.Benchmarks.Http;
using Marketplace.Benchmarks.Index;
using Marketplace.Benchmarks.Search;
using Marketplace.Benchmarks.Submissions;
using Marketplace.Benchmarks.Tokens;
using Marketplace.Benchmarks.Transactions;

// Each command prints a table; what it measures stands in its own folder.
(string Name, string What, Func<string[], Task> Run)[] commands =
[
    ("search", "the embedded search engine: build, load, size, and latencies at 100,000 listings", SearchBenchmark.RunAsync),
    ("index", "the index in blobs: single changes, freshness in another process, compaction", IndexBenchmark.RunAsync),
    ("audit", "questions to an audit trail of a million events on Azurite", AuditBenchmark.RunAsync),
    ("tokens", "validation of access tokens with warm keys, per algorithm", TokenBenchmark.RunAsync),
    ("coldstart", "the published app from process start to its first search result, 10,000 listings", ColdStartBenchmark.RunAsync),
    ("http", "searches over HTTP through the published app, 100,000 listings", HttpBenchmark.RunAsync),
    ("freshness", "imports through LocalHost until they are found, one by one and 10,000 at once", FreshnessBenchmark.RunAsync),
    ("duplicates", "precision and recall on the labelled pairs; one entry against 10,000 others", DuplicatesBenchmark.RunAsync),
    ("submissions", "submissions through LocalHost: checks, decisions and a hundred at once", SubmissionBenchmark.RunAsync),
    ("bulk", "a large import on disk: lines a second, its effect on others, and what follows from it", BulkBenchmark.RunAsync),
    ("storage", "storage requests of each operation, counted", StorageBenchmark.RunAsync),
];

var command = Array.Find(commands, candidate => args.Length > 0 && candidate.Name == args[0]);
if (command.Run is null)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- <command>");
    foreach (var (name, what, _) in commands)
    {
        Console.Error.WriteLine($"  {name,-12} {what}");
    }

    return 2;
}

await command.Run(args[1..]);
return 0;
