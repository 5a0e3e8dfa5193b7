using System.Text;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Http;

/// <summary>Makes requests that are nearly right: known routes with spoilt ids, parameters, headers and bodies.</summary>
internal sealed class RequestFuzzer(IReadOnlyList<(string Method, string Route)> endpoints, IReadOnlyList<string> ids)
{
    /// <summary>Stands for a value that becomes some JSON, which may be none.</summary>
    private const string Hole = "@hole@";

    private static readonly string[] Names =
        ["q", "kind", "region", "department", "theme", "reuseModel", "vendor", "category", "updatedSince", "sort", "facets", "highlight", "limit", "cursor",
            "format", "dryRun", "parent", "x"];

    private static readonly string[] Values =
        ["case", "product", "44", "4401", "services", "true", "csv", "json", "newest", "name", "kind,theme", "2026-01-01T00:00:00Z", "standardFree", "数据", "\"",
            "-", "", "0", "-1", "1e9", "\0", "\uFFFF", "𠮷", "'", "%", "../..", Actor.SampleVendor];

    private static readonly string[] Types =
        ["application/json", "application/x-ndjson", "text/plain", "", "application/json; charset=utf-16", "multipart/form-data; boundary=x"];

    private static readonly string[] Headers = ["If-Match", "If-None-Match", "Accept-Language", "Accept-Encoding", "Idempotency-Key", "X-Correlation-Id",
        "traceparent", "Range", "Origin", "X-Forwarded-For"];

    /// <summary>The app's endpoints, queue and timer functions among them.</summary>
    public static IEnumerable<(string Method, string Route)> EndpointsOf(IServiceProvider services) =>
        from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods ?? []
        select (method, endpoint.RoutePattern.RawText!);

    public (string Method, string Path, HttpContent? Content, (string Name, string Value)[] Headers) Next(Random random)
    {
        var (method, route) = endpoints[random.Next(endpoints.Count)];
        if (random.Next(20) == 0)
        {
            method = Pick(random, ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);
        }

        var path = route.Replace("{id}", Id(random), StringComparison.Ordinal) + (random.Next(2) == 0 ? "" : "?" + Query(random));
        var content = method is "POST" or "PUT" or "PATCH" ? Body(random) : null;
        return (method, path, content,
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => (Pick(random, Headers), Value(random))).DistinctBy(header => header.Item1)]);
    }

    private string Id(Random random) => random.Next(3) == 0 ? Uri.EscapeDataString(Spoil(random, ids[random.Next(ids.Count)])) : ids[random.Next(ids.Count)];

    private static string Query(Random random) => string.Join('&', Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        $"{Pick(random, Names)}={(random.Next(10) == 0 ? Pick(random, ["%FF", "%", "%zz", "%ED%A0%80", "%00"]) : Uri.EscapeDataString(random.Next(4) == 0 ? Spoil(random, Pick(random, Values)) : Pick(random, Values)))}"));

    private static string Value(Random random) => random.Next(3) switch
    {
        0 => "*",
        1 => $"\"{random.Next(5)}\"",
        _ => Pick(random, ["en", "zh-CN", "gzip", "br;q=0", "bytes=0-1", "http://evil.example", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x",
            "W/\"1\", \"2\"", new string('a', 300)]),
    };

    private static HttpContent Body(Random random)
    {
        var entry = Entry.Of(Pick(random, ["case", "product", "capability"])).With("externalId", $"fuzz-{random.Next(50)}");
        var text = random.Next(4) switch
        {
            0 => """{"reason":"核对信息"}""",
            1 => string.Join('\n', Enumerable.Repeat(entry.ToJsonString(), random.Next(1, 4))),
            2 => entry.With(Pick(random, [.. entry.Select(member => member.Key), "contact", "pricing.fee", "duties", "tags", "linkedListings", "audience"]),
                Hole).ToJsonString().Replace($"\"{Hole}\"", Json(random, 0), StringComparison.Ordinal),
            _ => Json(random, 0),
        };
        var bytes = Encoding.UTF8.GetBytes(random.Next(3) == 0 ? Spoil(random, text) : text);
        if (bytes.Length > 0 && random.Next(4) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var type = random.Next(3) == 0
            ? Pick(random, Types)
            : text.Contains("externalId", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
        return Session.Content(bytes, type);
    }

    private static string Json(Random random, int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => "null",
        1 => Pick(random, ["0", "-1", "1e400", "123456789012345678901234567890", "0.1"]),
        2 => Pick(random, ["true", "false"]),
        3 => Pick(random, ["\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"4401\"", "\"2026-02-30\"", "\"services\""]),
        4 => JsonValue.Create(Pick(random, Values))!.ToJsonString(),
        5 => JsonValue.Create(new string('长', random.Next(400)))!.ToJsonString(),
        6 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth + 1)))}]",
        7 => new string('[', 60) + new string(']', 60),
        _ =>
            $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Pick(random, ["name", "reason", "id", "text", "amount", "currency", "phone", "cpu", "kind"])}\":{Json(random, depth + 1)}"))}}}",
    };

    /// <summary>Cuts out, doubles or replaces a piece.</summary>
    private static string Spoil(Random random, string text)
    {
        var at = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + random.Next(1, 8));
        return random.Next(3) switch
        {
            0 => text[..at] + text[end..],
            1 => text[..end] + text[at..],
            _ => text[..at] + Pick(random, ["/", "..", "\"", "{", "\u0001", "é", "𠮷", ",", "\n"]) + text[end..],
        };
    }

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
