using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Identity;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>Spoilt tokens, thousands of them and the same ones each time: none is accepted and nothing is thrown.</summary>
public sealed class TokenFuzzTests : IAsyncDisposable
{
    private const string Header = """{"alg":"ES256","kid":"ec-1","typ":"at+jwt"}""";

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\udc00", "null", "true", "1e999", "-0", "0x1", "\"alg\":\"none\"", "\"crit\":[\"exp\"]",
        "\"kid\":\"ec-1\"", "\"iss\":", "\"exp\":9999999999", "\0", "\u00ff", "\uffff", "😀", " ", "\r\n", "/**/", "'", ".", "=",
    ];

    private readonly TokenTestBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task Every_flipped_bit_is_found()
    {
        var good = _bed.Good.Sign(TokenTestBed.Ec);
        await _bed.AcceptAsync(good);
        for (var at = 0; at < good.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                await RefuseAsync(good[..at] + (char)(good[at] ^ (1 << bit)) + good[(at + 1)..]);
            }
        }
    }

    [Fact]
    public async Task Every_cut_and_every_repeated_character_is_found()
    {
        var good = _bed.Good.Sign(TokenTestBed.Ec);
        for (var at = 0; at < good.Length; at++)
        {
            await RefuseAsync(good[..at]);
            await RefuseAsync(good[(at + 1)..]);
            await RefuseAsync(good.Remove(at, 1));
            await RefuseAsync(good.Insert(at, good[at].ToString()));
        }
    }

    /// <summary>Text that is no longer the header or payload that was signed; the old signature is kept.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Changed_json_under_an_old_signature_is_refused(int seed)
    {
        var random = new Random(seed);
        var parts = _bed.Good.Sign(TokenTestBed.Ec).Split('.');
        for (var round = 0; round < 3_000; round++)
        {
            var header = random.Next(2) == 0 ? Header : Spoil(Header, random);
            var payload = Spoil(_bed.Good.Claims.ToJsonString(), random);
            await RefuseAsync($"{Text(header)}.{Text(payload)}.{parts[2]}");
        }
    }

    /// <summary>The signature is right, so that everything behind it is reached; what is accepted must be the same caller.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Changed_json_under_a_right_signature_never_throws_nor_gains_a_role(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var payload = Spoil(_bed.Good.Claims.ToJsonString(), random);
            var result = await _bed.ValidateAsync(TestToken.Sign(Spoil(Header, random), payload, TokenTestBed.Ec));
            Assert.True(result.Caller?.Roles is null or [] or [Role.GovUser]);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Random_structures_under_a_right_signature_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var token = _bed.Good;
            foreach (var claim in new[] { "iss", "aud", "exp", "nbf", "iat", "sub", "role", "region", "credit_code", "channel" }.Where(_ =>
                random.Next(3) == 0))
            {
                token = token.With(claim, Value(random, depth: 0));
            }

            var result = await _bed.ValidateAsync(token.WithHeader("x", Value(random, depth: 0)).Sign(TokenTestBed.Ec));
            Assert.True(result.Caller?.Roles is null or [] or [Role.GovUser]);
        }
    }

    [Theory]
    [InlineData(8)]
    public async Task Random_text_is_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new char[random.Next(200)];
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = random.Next(12) == 0 ? '.' : (char)random.Next(round % 2 == 0 ? 128 : 65_536);
            }

            await RefuseAsync(new string(text));
        }
    }

    private static string Spoil(string json, Random random)
    {
        var spoilt = new StringBuilder(json);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(spoilt.Length);
            _ = random.Next(3) switch
            {
                0 => spoilt.Insert(at, Fragments[random.Next(Fragments.Length)]),
                1 => spoilt.Remove(at, Math.Min(random.Next(1, 10), spoilt.Length - at)).Append(spoilt.Length == 0 ? "{" : ""),
                _ => spoilt.Replace(spoilt[at], (char)random.Next(32, 127), at, 1),
            };
        }

        return spoilt.ToString();
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 6 : 8) switch
    {
        0 => JsonValue.Create(random.NextDouble() * 1e12),
        1 => JsonValue.Create(random.Next(-10, 10)),
        2 => JsonValue.Create(true),
        3 => JsonValue.Create(""),
        4 => JsonValue.Create(new string((char)random.Next(1, 0xD7FF), random.Next(300))),
        5 => JsonValue.Create(Fragments[random.Next(Fragments.Length)]),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"m{i}", Value(random, depth + 1)))),
    };

    private static string Text(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private async Task RefuseAsync(string token)
    {
        var result = await _bed.ValidateAsync(token);
        Assert.False(result.IsAccepted, token);
    }
}
