using System.Net;
using System.Text.Json;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;

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
        if (!StrictJson.TryParseObject(await GetAsync(new Uri(address), cancellationToken), out var document))
        {
            throw new KeyDocumentException("the discovery document is not a JSON object of the strict form");
        }

        using (document)
        {
            return ReadKeyAddress(document.RootElement);
        }
    }

    private Uri ReadKeyAddress(JsonElement discovery)
    {
        // Section 4.3: what claims to be another issuer is not used.
        if (!discovery.TryGetProperty("issuer"u8, out var name) || !name.TryGetText(out var text) || text != issuer.Issuer)
        {
            throw new KeyDocumentException("the discovery document names another issuer");
        }

        if (!discovery.TryGetProperty("jwks_uri"u8, out var uri) || !uri.TryGetText(out var keys) || !TrustedAddress.TryParse(keys, out var address))
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
