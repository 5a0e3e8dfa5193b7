using Azure.Core.Pipeline;

namespace Marketplace.Storage.Pipeline;

/// <summary>The process's connections to storage.</summary>
internal static class StorageTransport
{
    /// <summary>Many parallel connections per host, renewed often enough to follow the account's address when it moves.</summary>
    public static HttpPipelineTransport Shared { get; } = Create();

    private static HttpClientTransport Create()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            MaxConnectionsPerServer = 256,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        };

        // Azure.Core limits each attempt itself (NetworkTimeout); a second limit here would cut long transfers.
        return new HttpClientTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
