using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Identity.Tokens;

/// <summary>
/// Validates JWT access tokens of the configured issuers (RFC 7515, 7519, 8725, 9068). Tokens of at most 8 KiB; algorithms
/// fixed per issuer; keys only from the issuer's own key set; 60 s of clock skew. Keep one for the process.
/// </summary>
public sealed class TokenValidator : ITokenValidator, IDisposable
{
    private readonly Lazy<HttpClient> _http = new(KeyClient.Create);
    private readonly FrozenDictionary<string, TrustedIssuer> _issuers;

    /// <summary>Makes a validator; nothing is fetched before the first token or <see cref="LoadAsync"/>.</summary>
    /// <exception cref="ArgumentException">The options are not acceptable; the message names each setting and an accepted value.</exception>
    public TokenValidator(IdentityOptions options, TimeProvider time, ILogger<TokenValidator>? logger = null)
    {
        var mistakes = options.Mistakes();
        if (!mistakes.IsEmpty)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, mistakes), nameof(options));
        }

        ILogger log = logger ?? NullLogger<TokenValidator>.Instance;
        _issuers = options.Issuers.ToFrozenDictionary(
            static issuer => issuer.Issuer,
            issuer => new TrustedIssuer(issuer, new IssuerKeys(issuer.Issuer, token => new KeySource(issuer, _http.Value).FetchAsync(token), time, log), time),
            StringComparer.Ordinal);
    }

    /// <summary>How each issuer's keys stand.</summary>
    public ImmutableArray<IssuerState> States => [.. _issuers.Values.Select(static issuer => issuer.Keys.State)];

    /// <summary>Fetches all issuers' keys before the first token needs them. Does not throw when an issuer is away: see <see cref="States"/>.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_issuers.Values.Select(issuer => issuer.Keys.LoadAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (CompactJws.TryRead(token, out var jws) is { } unreadable)
        {
            return TokenResult.Refused(unreadable);
        }

        if (!StrictJson.TryParseObject(jws!.Payload, out var payload))
        {
            return TokenResult.Refused(TokenRefusal.InvalidPayload);
        }

        using (payload)
        {
            return await ValidateAsync(token, jws, payload.RootElement, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private ValueTask<TokenResult> ValidateAsync(string token, CompactJws jws, JsonElement payload, CancellationToken cancellationToken)
    {
        if (RegisteredClaims.ReadIssuer(payload) is not { } name)
        {
            return new(TokenResult.Refused(TokenRefusal.InvalidPayload));
        }

        return _issuers.TryGetValue(name, out var issuer)
            ? issuer.ValidateAsync(token, jws, payload, cancellationToken)
            : new(TokenResult.Refused(TokenRefusal.UnknownIssuer));
    }
}
