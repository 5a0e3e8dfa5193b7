using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Benchmarks.Tokens;

/// <summary>How long one thread takes to validate an access token whose issuer's keys are known.</summary>
internal static class TokenBenchmark
{
    private const int WarmUp = 20_000;
    private const int Rounds = 50_000;

    public static async Task RunAsync(string[] _)
    {
        using var rsa = TestKey.Rsa("rsa-1");
        using var ec = TestKey.Ec("ec-1");
        await using var issuer = new TestIssuer(rsa, ec);
        using var validator = new TokenValidator(Options(issuer.Address), TimeProvider.System);

        Console.WriteLine("Token validation, warm keys, one thread, RSA 2048 and P-256");
        Console.WriteLine("alg     bytes   p50 µs   p99 µs   bytes allocated");
        foreach (var key in new[] { rsa, rsa.As("rsa-1", "PS256"), ec })
        {
            await MeasureAsync(validator, key.Algorithm, Token(issuer).Sign(key));
        }
    }

    private static async Task MeasureAsync(TokenValidator validator, string algorithm, string token)
    {
        await LoopAsync(validator, token, new long[WarmUp]);
        var ticks = new long[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        await LoopAsync(validator, token, ticks);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        Array.Sort(ticks);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{algorithm,-6} {token.Length,6} {Microseconds(ticks[Rounds / 2]),8:0.0} {Microseconds(ticks[Rounds * 99 / 100]),8:0.0} {allocated,8}"));
    }

    private static async Task LoopAsync(TokenValidator validator, string token, long[] ticks)
    {
        for (var i = 0; i < ticks.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await validator.ValidateAsync(token, CancellationToken.None);
            ticks[i] = Stopwatch.GetTimestamp() - start;
            if (!result.IsAccepted)
            {
                throw new InvalidOperationException($"Refused: {result.Refusal}");
            }
        }
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static TestToken Token(TestIssuer issuer) => issuer.Token(TimeProvider.System.GetUtcNow(), subject: "00000000-1111-2222-3333-444444444444")
        .With("realm_access", JsonNode.Parse("""{"roles":["offline_access","gov.reviewer"]}"""))
        .With("region", "4401")
        .With("department", "gz-data-administration")
        .With("name", "张三")
        .With("channel", "ppm")
        .With("jti", "0123456789abcdef0123456789abcdef")
        .With("exp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600);

    private static IdentityOptions Options(string issuer) => IdentityOptions.Parse($$"""
        {
          "issuers": [{
            "issuer": "{{issuer}}", "audience": "marketplace", "algorithms": ["RS256", "PS256", "ES256"],
            "role": { "claim": "realm_access.roles" }, "region": { "claim": "region" }, "department": { "claim": "department" },
            "creditCode": { "claim": "credit_code" }, "name": { "claim": "name" }, "channel": { "claim": "channel" }
          }]
        }
        """);
}
