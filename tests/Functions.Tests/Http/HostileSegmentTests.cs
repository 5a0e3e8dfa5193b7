using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Http;

/// <summary>Every route with ids that no id looks like, and with tokens that lack what they should say: a problem each time, never a failure.</summary>
[Collection(RunsAlone.Name)]
public sealed partial class HostileSegmentTests
{
    private const int AtOnce = 8;

    // As they stand on the wire: reserved characters of URLs, of table keys and of blob names, control characters, what is long, empty or no UTF-8.
    private static readonly string[] Segments =
    [
        "a%3Fb", "a%23b", "a%5Cb", "a%2Fb", "a%25b", "a%252Fb", "a%3Ab", "a%40b", "a%21b", "a%24b", "a%26b", "a%27b", "a%28b%29", "a%2Ab", "a%2Bb", "a%2Cb",
        "a%3Bb", "a%3Db", "a%5Bb%5D", "a%22b", "a%3Cb%3E", "a%7Cb", "a%20b", "%20", "%01", "%00", "%0A", "%0D%0A", "%7F", "%C2%85", ".", "..", "...", "%2E%2E",
        "%E6%94%BF%E5%8A%A1", "%F0%A0%AE%B7", "%E2%80%AE", "%EF%BF%BF", "%ED%A0%80", "%FF", "%", "%zz", "", "-", "_", "%7E", new('a', 1_100), new('9', 300),
    ];

    [Fact]
    public async Task No_route_fails_over_an_id()
    {
        await using var app = await TestApp.StartAsync();
        var probes = from route in RoutesOf(app)
                     where route.Path.Contains('{', StringComparison.Ordinal)
                     from hole in Enumerable.Range(0, Hole().Count(route.Path))
                     from segment in Segments
                     from actor in Actor.Each
                     select new Probe(actor, route.Method, Fill(route.Path, hole, segment), route.Body);

        var failures = await FailuresAsync(app, probes);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task No_route_fails_over_a_claim_that_a_token_lacks()
    {
        await using var app = await TestApp.StartAsync();
        var single = Actor.Each.Where(static actor => actor.Role is not null).ToList();
        var two = from one in single
                  from other in single
                  where one.Role != other.Role
                  select Both(one, other);
        var actors = single.Concat(two)
            .SelectMany(static actor => (Actor[])
                [actor with { Region = null }, actor with { Department = null }, actor with { CreditCode = null }, new(actor.Role)])
            .Distinct();
        var probes = from route in RoutesOf(app)
                     from actor in actors
                     select new Probe(actor, route.Method, Hole().Replace(route.Path, Actor.SampleVendor), route.Body);

        var failures = await FailuresAsync(app, probes);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.Empty(app.Errors);
    }

    /// <summary>The public routes as the app has them, each with the body that its example shows.</summary>
    private static IReadOnlyList<(string Method, string Path, string? Body)> RoutesOf(TestApp app) =>
    [
        .. from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText!.StartsWith(FunctionRoutes.Prefix, StringComparison.Ordinal)
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
           select (method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<BodyExample>()?.Json),
    ];

    private static Actor Both(Actor one, Actor other) => new(
        $"{one.Role} {other.Role}", one.Region ?? other.Region, one.Department ?? other.Department, one.CreditCode ?? other.CreditCode);

    private static string Fill(string route, int hole, string segment)
    {
        var index = 0;
        return Hole().Replace(route, _ => index++ == hole ? segment : Actor.SampleVendor);
    }

    private static async Task<IReadOnlyCollection<string>> FailuresAsync(TestApp app, IEnumerable<Probe> probes)
    {
        var failures = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(probes, options, async (probe, _) =>
        {
            using var body = probe.Method is "GET" or "DELETE" ? null : Session.Content(Encoding.UTF8.GetBytes(probe.Body ?? "{}"), "application/json");
            var answer = await app.As(probe.Actor).SendAsync(probe.Method, probe.Path, body, ("If-Match", "\"1\""));
            if (!IsHealth(probe) && (answer.Status >= 500 && !IsBusy(answer) || answer.Status >= 400 && !IsProblem(answer)))
            {
                failures.Add($"{probe.Method} {probe.Path} as {probe.Actor}: {answer.Status} {answer.Text}");
            }
        });
        return failures;
    }

    /// <summary>The server itself answers a request line that is none with a bare 400.</summary>
    private static bool IsProblem(Reply answer) =>
        answer is { Status: 400, Body.IsEmpty: true } || answer.Header("Content-Type") is "application/problem+json" && answer.Code is not null;

    /// <summary>More exports or imports at once than the app runs.</summary>
    private static bool IsBusy(Reply answer) => answer.Status == 503 && answer.Header("Retry-After") is not null && answer.Code == "busy";

    /// <summary>Health answers 503 with a report when the machine is too busy for its checks.</summary>
    private static bool IsHealth(Probe probe) => probe.Path.StartsWith("/api/health", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    private sealed record Probe(Actor Actor, string Method, string Path, string? Body);
}
