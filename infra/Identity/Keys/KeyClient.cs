namespace Marketplace.Identity.Keys;

/// <summary>The HTTP client for issuers' documents, with its limits.</summary>
internal static class KeyClient
{
    /// <summary>How long one document may take, from connecting to the last byte.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Bytes in the largest document that is read.</summary>
    public const int MaxDocumentBytes = 256 * 1024;

    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Fetches are an hour apart: a new connection sees new addresses and certificates.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxDocumentBytes,
    };
}
