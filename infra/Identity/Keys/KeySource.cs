using System.Net;
using System.Text;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Marketplace.Identity.Keys;

/// <summary>Fetches one issuer's keys: by discovery (OpenID Connect Discovery 1.0 section 4) or from a fixed address.</summary>
internal sealed class KeySource(IssuerOptions issuer, HttpClient http)
{
    /// <summary>Fetches and reads the key set.</summary>
    /// <exception cref="KeyDocumentException">An answer is not what it should be.</exception>
    /// <exception cref="HttpRequestException">The issuer does not answer, or answers too much.</exception>
    /// <exception cref="OperationCanceledException">The issuer takes too long.</exception>
    public async Task<KeySet> FetchAsync(CancellationToken cancellationToken)
    {
        var address = issuer.Jwks is { } jwks ? new Uri(jwks) : await DiscoverAsync(cancellationToken);
        return KeySet.Parse(await GetAsync(address, cancellationToken));
    }

    private async Task<Uri> DiscoverAsync(CancellationToken cancellationToken)
    {
        var address = issuer.Discovery ?? $"{issuer.Issuer.TrimEnd('/')}/.well-known/openid-configuration";
        var text = await GetAsync(new Uri(address), cancellationToken);
        if (!StrictJson.TryParseObject(text, out var document))
        {
            throw new KeyDocumentException("the discovery document is not a JSON object of the strict form");
        }

        document.Dispose();
        try
        {
            return ReadKeyAddress(OpenIdConnectConfiguration.Create(Encoding.UTF8.GetString(text.Span)));
        }
        catch (ArgumentException)
        {
            // Without the library's own message, which quotes the document.
            throw new KeyDocumentException("the discovery document has a member of the wrong type, so it may name another issuer or jwks_uri");
        }
    }

    private Uri ReadKeyAddress(OpenIdConnectConfiguration discovery)
    {
        // Section 4.3: what claims to be another issuer is not used.
        if (discovery.Issuer != issuer.Issuer)
        {
            throw new KeyDocumentException("the discovery document names another issuer");
        }

        if (!TrustedAddress.TryParse(discovery.JwksUri, out var address))
        {
            throw new KeyDocumentException("the discovery document's jwks_uri is not an https address");
        }

        // A remote issuer has no business on this machine's loopback.
        if (address.IsLoopback && !new Uri(issuer.Issuer).IsLoopback)
        {
            throw new KeyDocumentException("the discovery document's jwks_uri is on loopback, the issuer is not");
        }

        return address;
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(address, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            // A redirect ends here too: keys come from the address that was stated, or not at all.
            throw new KeyDocumentException($"{address.Host} answered {(int)response.StatusCode}");
        }

        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
