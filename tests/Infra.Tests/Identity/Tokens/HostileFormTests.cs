using System.Buffers.Text;
using System.Formats.Asn1;
using System.Numerics;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>Tokens whose form or signature is wrong.</summary>
public sealed class HostileFormTests : IAsyncDisposable
{
    private const string Header = """{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""";

    private readonly TokenTestBed _bed = new();

    private string Payload => _bed.Good.Claims.ToJsonString();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("....")]
    [InlineData("Bearer a.b.c")]
    [InlineData("{\"payload\":\"e30\",\"signatures\":[]}")]
    [InlineData("å.å.å")]
    public async Task What_is_no_compact_token_is_refused(string token) => await _bed.RefuseAsync(TokenRefusal.Malformed, token);

    [Fact]
    public async Task Text_around_or_inside_a_good_token_is_refused()
    {
        var good = TestToken.Sign(Header, Payload, TokenTestBed.Rsa);
        string[] around = [" " + good, good + " ", good + "\n", good + "=", good + ".", "." + good];
        string[] inside = [good.Replace(".", " .", StringComparison.Ordinal), good.Insert(5, "="), good.Insert(5, "\r\n"), good.Insert(5, "+")];
        foreach (var spoilt in around.Concat(inside))
        {
            await _bed.RefuseAsync(TokenRefusal.Malformed, spoilt);
        }
    }

    [Fact]
    public async Task Unused_bits_must_be_zero_in_every_part()
    {
        // Payloads of three lengths, so that each remainder of base64 occurs; the RSA signature always ends in one.
        var seen = 0;
        for (var length = 0; length < 3; length++)
        {
            var parts = _bed.Good.With("x", new string('x', length)).Sign(TokenTestBed.Rsa).Split('.');
            for (var part = 0; part < 3; part++)
            {
                if (parts[part].Length % 4 == 0)
                {
                    continue;
                }

                var stray = parts.ToArray();
                stray[part] = WithStrayBit(parts[part]);
                await _bed.RefuseAsync(TokenRefusal.Malformed, string.Join('.', stray));
                seen++;
            }
        }

        Assert.True(seen >= 5);
    }

    [Fact]
    public async Task Another_keys_signature_is_refused()
    {
        await _bed.RefuseAsync(TokenRefusal.WrongSignature, _bed.Good.Sign(TokenTestBed.OtherRsa.As("rsa-1")));
        using var otherEc = TestKey.Ec("ec-1");
        await _bed.RefuseAsync(TokenRefusal.WrongSignature, _bed.Good.Sign(otherEc));
    }

    [Fact]
    public async Task Signatures_of_other_lengths_are_refused()
    {
        foreach (var key in new[] { TokenTestBed.Rsa, TokenTestBed.Rsa.As("rsa-1", "PS256"), TokenTestBed.Ec })
        {
            var parts = _bed.Good.Sign(key).Split('.');
            var signature = Base64Url.DecodeFromChars(parts[2]);
            foreach (var other in new byte[][] { [], [0, .. signature], [.. signature, 0], signature[..^1], signature[1..], [.. signature, .. signature] })
            {
                await _bed.RefuseAsync(TokenRefusal.WrongSignature, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(other)}");
            }
        }
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task An_RSA_signature_without_its_leading_zero_is_refused(string algorithm)
    {
        var key = TokenTestBed.Rsa.As("rsa-1", algorithm);
        var (parts, signature) = (Array.Empty<string>(), new byte[] { 1 });
        for (var i = 0; signature[0] != 0; i++)
        {
            parts = _bed.Good.With("jti", $"{i}").Sign(key).Split('.');
            signature = Base64Url.DecodeFromChars(parts[2]);
        }

        await _bed.RefuseAsync(TokenRefusal.WrongSignature, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(signature.AsSpan(1))}");
    }

    [Fact]
    public async Task An_ES256_signature_in_DER_form_is_refused()
    {
        var parts = _bed.Good.Sign(TokenTestBed.Ec).Split('.');
        var signature = Base64Url.DecodeFromChars(parts[2]);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(..32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(32..), isUnsigned: true, isBigEndian: true));
        }

        var der = writer.Encode();
        await _bed.RefuseAsync(TokenRefusal.WrongSignature, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(der)}");
    }

    private static string WithStrayBit(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text[..^1] + alphabet[alphabet.IndexOf(text[^1], StringComparison.Ordinal) | 1];
    }
}
