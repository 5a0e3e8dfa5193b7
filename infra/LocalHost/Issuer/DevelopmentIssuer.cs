using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.LocalHost.Issuer;

/// <summary>
/// A development OpenID issuer: discovery, JWK set, and a token endpoint that believes whatever role it is asked for. It must never be reachable
/// from another machine.
/// </summary>
internal sealed class DevelopmentIssuer(SigningKey key, TimeProvider clock)
{
    private const string KeySet = "/.well-known/jwks.json";
    private const string Token = "/token";

    /// <summary>The issuer's address and the <c>iss</c> of its tokens; to be set before the first request.</summary>
    public string Address { get; set; } = "";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/openid-configuration", context => Write(context, StatusCodes.Status200OK, Discovery(), IssuerJson.Default.DiscoveryDocument));
        app.MapGet(KeySet, context => Write(context, StatusCodes.Status200OK, new JwkSet([key.Jwk]), IssuerJson.Default.JwkSet));
        app.MapPost(Token, IssueAsync);
    }

    private DiscoveryDocument Discovery() =>
        new(Address, Address + KeySet, Address + Token, ["token"], ["public"], [SigningKey.Algorithm], ["client_credentials"]);

    private async Task IssueAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, "Content-Type: must be application/x-www-form-urlencoded.");
            return;
        }

        IFormCollection fields;
        try
        {
            fields = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            await RefuseAsync(context, "the form is malformed or too large.");
            return;
        }

        var (form, error) = TokenForm.Parse(fields);
        if (form is null)
        {
            await RefuseAsync(context, error!);
            return;
        }

        var answer = new TokenAnswer(TokenWriter.Write(form, Address, key, clock.GetUtcNow()), "Bearer", Math.Max(0, (int)form.Lifetime.TotalSeconds));
        await Write(context, StatusCodes.Status200OK, answer, IssuerJson.Default.TokenAnswer);
    }

    // RFC 6749 §5.2.
    private static Task RefuseAsync(HttpContext context, string description) =>
        Write(context, StatusCodes.Status400BadRequest, new TokenError("invalid_request", description), IssuerJson.Default.TokenError);

    private static Task Write<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
    }
}

/// <summary>What OpenID Connect Discovery 1.0 §3 asks of a provider, as far as there is something to say.</summary>
internal sealed record DiscoveryDocument(
    string Issuer,
    string JwksUri,
    string TokenEndpoint,
    string[] ResponseTypesSupported,
    string[] SubjectTypesSupported,
    string[] IdTokenSigningAlgValuesSupported,
    string[] GrantTypesSupported);

/// <summary>A JWK set (RFC 7517 §5).</summary>
internal sealed record JwkSet(RsaJwk[] Keys);

/// <summary>A successful answer (RFC 6749 §5.1).</summary>
internal sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn);

/// <summary>A refusal (RFC 6749 §5.2).</summary>
internal sealed record TokenError(string Error, string ErrorDescription);

/// <summary>Source-generated JSON of the issuer's answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
internal sealed partial class IssuerJson : JsonSerializerContext;
