using System.Text;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Benchmarks.Listings;

namespace Marketplace.Benchmarks.Transactions;

/// <summary>Storage requests that each operation sends, counted on the wire and named.</summary>
internal static class StorageBenchmark
{
    private const int Batch = 100;

    public static async Task RunAsync(string[] _)
    {
        await using var app = await CountedApp.StartAsync();
        var listings = new GeneratedListings(shortest: 200, longest: 2000);
        Console.WriteLine($"{"operation",-44}{"requests",9}   which");

        var id = "";
        await PrintAsync(app, "import, one new entry", 1, async () => id = await ImportAsync(app, listings, 1, 1));
        await PrintAsync(app, "index it (queue function)", 1, app.DeliverAsync);
        await PrintAsync(app, "follow the index, changed", 1, app.RefreshAsync);
        await PrintAsync(app, "follow the index, unchanged", 1, app.RefreshAsync);
        await PrintAsync(app, $"import, each of {Batch} new entries", Batch, () => ImportAsync(app, listings, 2, Batch));
        await PrintAsync(app, $"index each of {Batch}", Batch, app.DeliverAsync);
        await app.RefreshAsync();

        await PrintAsync(app, "search, facets and highlights", 1, () =>
            app.SendAsync(HttpMethod.Get, "/api/listings?q=mark1&facets=kind,region&highlight=true"));
        await PrintAsync(app, "suggest", 1, () => app.SendAsync(HttpMethod.Get, "/api/listings/suggest?q=%E6%94%BF"));
        await PrintAsync(app, "detail", 1, () => app.SendAsync(HttpMethod.Get, $"/api/listings/{id}"));
        await PrintAsync(app, "versions", 1, () => app.SendAsync(HttpMethod.Get, $"/api/listings/{id}/versions"));
        await PrintAsync(app, "related", 1, () => app.SendAsync(HttpMethod.Get, $"/api/listings/{id}/related"));
        await PrintAsync(app, "reference data", 1, () => app.SendAsync(HttpMethod.Get, "/api/reference/themes"));
        await PrintAsync(app, "suspend", 1, () => app.SendAsync(HttpMethod.Post, $"/api/listings/{id}/suspend", Json("""{"reason":"核对信息"}"""), ifMatch: "*"));
        await PrintAsync(app, "take it out of the index (queue function)", 1, app.DeliverAsync);
        await SubmissionAsync(app);
    }

    private static async Task SubmissionAsync(CountedApp app)
    {
        var id = "";
        var content = SampleContent.Of("capability", "统一调度", 1, "44");
        await PrintAsync(app, "open a submission", 1, async () =>
            id = (string)(await app.SendAsync(HttpMethod.Post, "/api/submissions", Json("""{"kind":"capability"}""")))["id"]!);
        await PrintAsync(app, "save a draft", 1, () =>
            app.SendAsync(HttpMethod.Put, $"/api/submissions/{id}", Json(new JsonObject { ["content"] = content }.ToJsonString()), ifMatch: "*"));
        var statement = await app.SendAsync(HttpMethod.Get, "/api/reference/service-statement");
        var accepted =
            new JsonObject { ["statementVersion"] = (string)statement["version"]!, ["statementSha256"] = (string)statement["sha256"]!, ["acceptedBy"] = "林晓" };
        await PrintAsync(app, "submit", 1, () => app.SendAsync(HttpMethod.Post, $"/api/submissions/{id}/submit", Json(accepted.ToJsonString()), ifMatch: "*"));
        await PrintAsync(app, "follow a submission", 1, () => app.SendAsync(HttpMethod.Get, $"/api/submissions/{id}"));
    }

    private static async Task<string> ImportAsync(CountedApp app, GeneratedListings listings, int first, int count)
    {
        var lines = Enumerable.Range(first, count).Select(number => ImportLines.Of(listings.Listing(number), number));
        var report =
            await app.SendAsync(HttpMethod.Post, "/api/listings/import", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"));
        return (int)report["created"]! == count ? (string)report["lines"]![0]!["id"]! : throw new InvalidOperationException(report.ToJsonString());
    }

    private static async Task PrintAsync(CountedApp app, string what, int operations, Func<Task> run)
    {
        var before = app.Meter.Snapshot();
        await run();
        var sent = app.Meter.Snapshot()
            .Select(pair => (Name: pair.Key, Count: pair.Value - before.GetValueOrDefault(pair.Key)))
            .Where(pair => pair.Count > 0)
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ToList();
        Console.WriteLine(
            $"{what,-44}{sent.Sum(pair => pair.Count) / (double)operations,9:N2}   {string.Join(", ", sent.Select(pair => $"{pair.Name} {pair.Count}"))}");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
