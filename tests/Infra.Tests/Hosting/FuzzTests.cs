using System.Text;
using Marketplace.Infra.Tests.Hosting.Sample;

namespace Marketplace.Infra.Tests.Hosting;

public sealed class FuzzTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private static readonly string[] QueryPieces =
        ["q", "region", "size", "sort", "limit", "cursor", "since", "facets", "=", "&", ",", "%", "%2", "%00", "%ff", "%ED%A0%80", "+", "44", "true", "small",
            "-1", "9999999999999999999", "2026-01-01T00:00:00Z", "%E6%99%BA", ";", "?", "[]", "..", "%0d%0a"];

    private static readonly string[] BodyPieces =
        ["{", "}", "[", "]", "\"", ":", ",", "\"name\"", "\"size\"", "\"small\"", "\"weight\"", "1", "1e999", "-", "null", "true", "\\u0000", "\\ud800", "\\",
            "智", "\"to\"", "\"city\"", "\"sentAt\"", "\"2026-01-01\"", "\"tags\"", " ", "\n", "//", "\u0001"];

    [Fact]
    public async Task No_query_is_a_defect()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_500; i++)
        {
            using var answer = await sample.GetAsync("/api/parcels?" + Join(random, QueryPieces, 14));
            Assert.True(answer.Status is 200 or 400, answer.Text);
        }
    }

    [Fact]
    public async Task No_body_is_a_defect()
    {
        var random = new Random(2);
        for (var i = 0; i < 1_500; i++)
        {
            var body = random.Next(2) == 0 ? Join(random, BodyPieces, 25)
                : Mutate(random, """{"name":"n","size":"small","weight":1,"to":{"city":"x","since":"2026-01-01"},"tags":["a","b"]}""");
            using var answer = await sample.SendAsync("POST", "/api/parcels/echo", body);
            Assert.True(answer.Status is 200 or 400, answer.Text);
            using var lines = await sample.SendAsync("POST", "/api/parcels/import", body, ("Content-Type", "application/x-ndjson"));
            Assert.Equal(200, lines.Status);
        }
    }

    [Fact]
    public async Task No_trigger_payload_and_no_header_is_a_defect()
    {
        var random = new Random(3);
        string[] headers = ["If-Match", "If-None-Match", "Accept-Language", "Accept-Encoding", "Idempotency-Key", "traceparent", "X-Correlation-Id",
            "Authorization", "X-Forwarded-For", "Content-Type"];
        for (var i = 0; i < 1_500; i++)
        {
            using var trigger = await sample.SendAsync("POST", "/CountParcels",
                Mutate(random, """{"Data":{"timer":{"IsPastDue":false,"ScheduleStatus":{"Last":"2026-01-01T00:00:00Z"}}},"Metadata":{}}"""),
                ("Transfer-Encoding", "chunked"));
            Assert.True(trigger.Status is 200 or 400, trigger.Text);
            using var answer = await sample.SendAsync(random.Next(2) == 0
                ? "GET"
                : "PUT", "/api/parcels/p1", "{}", (headers[random.Next(headers.Length)], Ascii(random)));
            Assert.True(answer.Status < 500, answer.Text);
        }
    }

    private static string Join(Random random, string[] pieces, int max)
    {
        var text = new StringBuilder();
        for (var left = random.Next(max); left > 0; left--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static string Mutate(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(3) switch
        {
            0 => text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at)),
            1 => text.Insert(at, BodyPieces[random.Next(BodyPieces.Length)]),
            _ => text[..at] + (char)random.Next(1, 0x300) + text[(at + 1)..],
        };
    }

    private static string Ascii(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(' ', '~' + 1))).Trim() + "x";
}
