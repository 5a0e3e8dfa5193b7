using System.Diagnostics;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Http;

/// <summary>Random requests to every endpoint: none fails the app, none hangs, and memory stays level.</summary>
[Collection(RunsAlone.Name)]
public sealed class FuzzTests
{
    private const int Seed = 20260101;
    private const int AtOnce = 8;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Nothing_that_is_sent_breaks_the_app()
    {
        var requests = LongRun.IsOn ? 100_000 : 3_000;
        await using var app = await TestApp.StartAsync();
        var ids = await app.Given(Entry.Case("a"), Entry.Product("b"), Entry.Capability("c"));
        var fuzzer = new RequestFuzzer([.. RequestFuzzer.EndpointsOf(app.Services)], ids);

        var statuses = await RunAsync(app, fuzzer, 0, requests / 4);
        var settled = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var (status, count) in await RunAsync(app, fuzzer, requests / 4, requests))
        {
            statuses[status] = statuses.GetValueOrDefault(status) + count;
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - settled;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{requests} requests: {string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Value} × {status.Key}"))}; memory {grown / 1024:+0;-0} KiB");
        Assert.Empty(app.Errors);
        Assert.DoesNotContain(500, statuses.Keys);
        Assert.Contains(200, statuses.Keys);
        Assert.True(grown < 16 * 1024 * 1024, $"Memory grew by {grown} bytes.");
        (await app.As(Actor.Anonymous).GetAsync("/api/health")).Expect(200);
    }

    private static async Task<Dictionary<int, int>> RunAsync(TestApp app, RequestFuzzer fuzzer, int from, int to)
    {
        var statuses = new Dictionary<int, int>();
        await Parallel.ForAsync(from, to,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var random = new Random(HashCode(i));
            var actor = Actor.Each[random.Next(Actor.Each.Count)];
            var (method, path, content, headers) = fuzzer.Next(random);
            var started = Stopwatch.StartNew();
            var answer = await app.As(actor).ProbeAsync(method, path, content, headers);
            Assert.True(started.Elapsed < Hang, $"Request {i} as {actor}: {method} {path} took {started.Elapsed}.");
            Assert.True(answer.Status < 500 || IsBusy(answer), $"Request {i} as {actor}: {method} {path} answered {answer.Status} {answer.Text}");
            lock (statuses)
            {
                statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            }
        });
        return statuses;
    }

    /// <summary>More exports or imports at once than the app runs; the answer to a HEAD has no code to tell it by.</summary>
    private static bool IsBusy(Reply answer) => answer.Status == 503 && answer.Header("Retry-After") is not null
        && (answer.Body.IsEmpty || answer.Code == "busy");

    // Spread, so that neighbouring requests differ; the same in every run.
    private static int HashCode(int i) => unchecked((Seed * 31) + (i * 7919));
}
