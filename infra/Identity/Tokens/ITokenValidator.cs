namespace Marketplace.Identity.Tokens;

/// <summary>Decides whether a bearer token is to be believed.</summary>
public interface ITokenValidator
{
    /// <summary>Validates a compact JWT access token (RFC 7519, RFC 8725, RFC 9068).</summary>
    /// <param name="token">The token, without the word <c>Bearer</c>.</param>
    /// <param name="cancellationToken">Ends waiting for an issuer's keys.</param>
    /// <returns>The caller, or why not; never throws for anything a token can contain.</returns>
    ValueTask<TokenResult> ValidateAsync(string token, CancellationToken cancellationToken);
}
