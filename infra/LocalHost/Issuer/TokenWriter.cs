using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.LocalHost.Issuer;

/// <summary>Writes development access tokens in the profile of RFC 9068 (<c>typ: at+jwt</c>).</summary>
internal static class TokenWriter
{
    private const string Audience = "marketplace";
    private const string Client = "localhost";

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(TokenForm form, string issuer, SigningKey key, DateTimeOffset now)
    {
        var header = new JsonObject { ["alg"] = SigningKey.Algorithm, ["typ"] = "at+jwt", ["kid"] = key.Jwk.Kid };
        var signed = $"{Encode(header)}.{Encode(Claims(form, issuer, now))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static JsonObject Claims(TokenForm form, string issuer, DateTimeOffset now)
    {
        // An expired token was valid once: its beginning lies before its end.
        var from = (form.Lifetime > TimeSpan.Zero ? now : now + form.Lifetime - TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["sub"] = form.Subject,
            ["aud"] = Audience,
            ["iat"] = from,
            ["nbf"] = from,
            ["exp"] = (now + form.Lifetime).ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ["client_id"] = Client,
        };
        foreach (var (name, value) in form.Claims)
        {
            claims[name] = value;
        }

        return claims;
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString(Unescaped)));
}
