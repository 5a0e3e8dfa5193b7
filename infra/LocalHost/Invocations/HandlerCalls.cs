using System.Text;
using Marketplace.LocalHost.Handler;

namespace Marketplace.LocalHost.Invocations;

/// <summary>What every call of the handler needs: the process to call, connections to it, the time it may take, and the record of what was said.</summary>
internal sealed class HandlerCalls(HandlerSupervisor handler, HttpClient client, TimeoutGuard guard, ExchangeRecorder recorder, TimeProvider clock)
{
    /// <summary>The host release whose behaviour is played here.</summary>
    public const string HostVersion = "4.1037.0";

    public const string UserAgent = "Azure-Functions-Host/" + HostVersion;
    public const string VersionHeader = "X-Azure-Functions-HostVersion";
    public const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    public HandlerSupervisor Handler => handler;

    public TimeoutGuard Guard => guard;

    public ExchangeRecorder Recorder => recorder;

    public TimeProvider Clock => clock;

    /// <summary>Stirs the queue listeners after whatever may have left a message.</summary>
    public ActivitySignal Activity { get; } = new();

    public HttpClient Client => client;

    /// <summary>Pooled connections to the handler; redirects are not followed, cookies not kept (docs/host-contract.md §4, §5).</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public string NewInvocationId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString();
}
