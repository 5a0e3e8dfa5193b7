using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.LocalHost.Issuer;

/// <summary>Writes development access tokens in the profile of RFC 9068 (<c>typ: at+jwt</c>).</summary>
internal sealed class TokenWriter(SigningKeys keys, string issuer, string audience, TimeProvider clock)
{
    private const string Client = "localhost";

    public string Write(TokenForm form)
    {
        var header = Encode(json =>
        {
            json.WriteString("alg", form.Algorithm);
            json.WriteString("typ", "at+jwt");
            json.WriteString("kid", keys.KeyId(form.Algorithm));
        });
        var payload = Encode(json => WriteClaims(json, form));
        var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
        return $"{header}.{payload}.{Base64Url.EncodeToString(keys.Sign(signed, form.Algorithm))}";
    }

    private void WriteClaims(Utf8JsonWriter json, TokenForm form)
    {
        var now = clock.GetUtcNow();
        // An expired token was valid once: its beginning lies before its end.
        var from = form.Lifetime > TimeSpan.Zero ? now : now + form.Lifetime - TimeSpan.FromHours(1);
        json.WriteString("iss", issuer);
        json.WriteString("sub", form.Subject);
        json.WriteString("aud", audience);
        json.WriteNumber("iat", from.ToUnixTimeSeconds());
        json.WriteNumber("nbf", from.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + form.Lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        json.WriteString("client_id", Client);
        foreach (var (name, value) in form.Claims)
        {
            json.WriteString(name, value);
        }
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
