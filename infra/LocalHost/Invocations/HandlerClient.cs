using System.Text;

namespace Marketplace.LocalHost.Invocations;

/// <summary>The pooled HTTP connections to the handler, one pool for each way of treating redirects.</summary>
internal sealed class HandlerClient : IDisposable
{
    private readonly HttpMessageInvoker _raw;
    private readonly HttpClient _forwarding;
    private readonly HttpClient _payload;

    public HandlerClient(bool payloadFollowsRedirects)
    {
        _raw = new HttpMessageInvoker(NewHandler(followRedirects: false));
        _forwarding = new HttpClient(NewHandler(followRedirects: false)) { Timeout = Timeout.InfiniteTimeSpan };
        _payload = new HttpClient(NewHandler(payloadFollowsRedirects)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>For mode C: answers as soon as the headers are there.</summary>
    public HttpMessageInvoker Raw => _raw;

    /// <summary>For mode B: bodies are buffered whole, redirects not followed.</summary>
    public HttpClient Forwarding => _forwarding;

    /// <summary>For mode A; follows redirects unless forwarding is on (contract §4).</summary>
    public HttpClient Payload => _payload;

    public void Dispose()
    {
        _raw.Dispose();
        _forwarding.Dispose();
        _payload.Dispose();
    }

    private static SocketsHttpHandler NewHandler(bool followRedirects) => new()
    {
        AllowAutoRedirect = followRedirects,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    };
}
