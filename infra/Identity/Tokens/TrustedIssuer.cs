using System.Text.Json;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Identity.Tokens;

/// <summary>A configured issuer: its keys, and what makes a token it signed good here.</summary>
internal sealed class TrustedIssuer
{
    /// <summary>How far the issuer's clock may be off.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private static readonly JsonWebTokenHandler Handler = new();

    private readonly IssuerOptions _options;
    private readonly CallerReader _reader;
    private readonly TimeProvider _time;
    private readonly TokenValidationParameters _parameters;

    public TrustedIssuer(IssuerOptions options, IssuerKeys keys, TimeProvider time)
    {
        (_options, _time, Keys) = (options, time, keys);
        _reader = new(options);
        _parameters = new()
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidAlgorithms = [.. options.Algorithms],
            TypeValidator = ValidateType,
            LifetimeValidator = ValidateLifetime,
            TryAllIssuerSigningKeys = false,
            LogValidationExceptions = false,
        };
    }

    /// <summary>The issuer's keys.</summary>
    public IssuerKeys Keys { get; }

    /// <summary>Validates a token of the strict form that names this issuer.</summary>
    public async ValueTask<TokenResult> ValidateAsync(string token, CompactJws jws, JsonElement payload, CancellationToken cancellationToken)
    {
        var header = jws.Header;
        if (!_options.Algorithms.Contains(header.Algorithm))
        {
            return TokenResult.Refused(TokenRefusal.ForbiddenAlgorithm);
        }

        // Never left to the library, which would try other keys and compares some ids without case.
        var (key, missing) = await Keys.FindAsync(header.KeyId, header.Algorithm, cancellationToken);
        if (key is null)
        {
            return TokenResult.Refused(missing!.Value);
        }

        if (jws.SignatureLength != SignatureLengthOf(key))
        {
            return TokenResult.Refused(TokenRefusal.WrongSignature);
        }

        var parameters = _parameters.Clone();
        parameters.IssuerSigningKey = key;
        var result = await Handler.ValidateTokenAsync(token, parameters);
        if (!result.IsValid)
        {
            return TokenResult.Refused(Reason(result.Exception));
        }

        return _reader.TryRead(payload, out var caller) ? TokenResult.Accepted(caller) : TokenResult.Refused(TokenRefusal.InvalidClaim);
    }

    /// <summary>Bytes of a signature: RFC 7518, sections 3.3 to 3.5.</summary>
    private static int SignatureLengthOf(SecurityKey key) => key is RsaSecurityKey ? (key.KeySize + 7) / 8 : key.KeySize / 4;

    private static TokenRefusal Reason(Exception exception) => exception switch
    {
        SecurityTokenInvalidSignatureException => TokenRefusal.WrongSignature,
        SecurityTokenInvalidTypeException => TokenRefusal.WrongTokenType,
        SecurityTokenInvalidAudienceException => TokenRefusal.WrongAudience,
        SecurityTokenExpiredException => TokenRefusal.Expired,
        SecurityTokenNotYetValidException => TokenRefusal.NotYetValid,
        // The library reads more members than are mapped here, and gives up on one of the wrong type.
        _ => TokenRefusal.InvalidClaim,
    };

    /// <summary>RFC 7515 section 4.1.9: media types, compared without case; one without a slash stands for <c>application/</c> and that type.</summary>
    private string ValidateType(string? type, SecurityToken token, TokenValidationParameters parameters)
    {
        const string prefix = "application/";
        var name = type is not null && type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && type.LastIndexOf('/') == prefix.Length - 1
            ? type[prefix.Length..]
            : type ?? "";
        return _options.TokenTypes.Contains(name, StringComparer.OrdinalIgnoreCase) ? name : throw new SecurityTokenInvalidTypeException();
    }

    /// <summary>Judges <c>exp</c>, <c>nbf</c>, and <c>iat</c>, at which the library does not look.</summary>
    private bool ValidateLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (now - ClockSkew >= expires)
        {
            throw new SecurityTokenExpiredException();
        }

        if (now + ClockSkew < notBefore || now + ClockSkew < ((JsonWebToken)token).IssuedAt)
        {
            throw new SecurityTokenNotYetValidException();
        }

        return true;
    }
}
