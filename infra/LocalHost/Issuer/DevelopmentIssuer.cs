using System.Text.Json.Serialization;

namespace Marketplace.LocalHost.Issuer;

/// <summary>
/// A development OpenID issuer: discovery, JWK set, and a token endpoint that believes whatever role it is asked for. It must never be reachable
/// from another machine.
/// </summary>
internal sealed class DevelopmentIssuer(SigningKeys keys, TokenWriter tokens, string issuer)
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const string KeySet = "/.well-known/jwks.json";
    private const string Token = "/token";

    public Task HandleAsync(HttpContext context)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        return context.Request.Path.Value switch
        {
            Discovery when get => Write(context, StatusCodes.Status200OK, DiscoveryDocument.For(issuer, KeySet, Token), IssuerJson.Default.DiscoveryDocument),
            KeySet when get => Write(context, StatusCodes.Status200OK, new JwkSet([keys.RsaJwk, keys.EllipticJwk]), IssuerJson.Default.JwkSet),
            Token when HttpMethods.IsPost(context.Request.Method) => IssueAsync(context),
            Discovery or KeySet => NotAllowed(context, HttpMethods.Get),
            Token => NotAllowed(context, HttpMethods.Post),
            _ => NotFound(context),
        };
    }

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

        var answer = new TokenAnswer(tokens.Write(form), "Bearer", Math.Max(0, (int)form.Lifetime.TotalSeconds));
        await Write(context, StatusCodes.Status200OK, answer, IssuerJson.Default.TokenAnswer);
    }

    // RFC 6749 §5.2.
    private static Task RefuseAsync(HttpContext context, string description) =>
        Write(context, StatusCodes.Status400BadRequest, new TokenError("invalid_request", description), IssuerJson.Default.TokenError);

    private static Task Write<T>(HttpContext context, int status, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task NotAllowed(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
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
    string[] GrantTypesSupported)
{
    public static DiscoveryDocument For(string issuer, string keySet, string token) => new(
        issuer, issuer + keySet, issuer + token, ["token"], ["public"], [SigningKeys.Rs256, SigningKeys.Es256], ["client_credentials"]);
}

/// <summary>A JWK set (RFC 7517 §5).</summary>
internal sealed record JwkSet(object[] Keys);

/// <summary>A successful answer (RFC 6749 §5.1).</summary>
internal sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn);

/// <summary>A refusal (RFC 6749 §5.2).</summary>
internal sealed record TokenError(string Error, string ErrorDescription);

/// <summary>Source-generated JSON of the issuer's answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(RsaJwk))]
[JsonSerializable(typeof(EllipticJwk))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
internal sealed partial class IssuerJson : JsonSerializerContext;
