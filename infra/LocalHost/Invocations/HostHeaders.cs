namespace Marketplace.LocalHost.Invocations;

/// <summary>What the host adds to every call of the handler (contract §3, §5).</summary>
internal static class HostHeaders
{
    public const string InvocationId = "X-Azure-Functions-InvocationId";
    public const string Version = "X-Azure-Functions-HostVersion";
    public const string ProxyInvocationId = "x-ms-invocation-id";

    /// <summary>The host release whose behaviour is played here.</summary>
    public const string VersionValue = "4.1037.0";

    public const string UserAgent = "Azure-Functions-Host/" + VersionValue;
}
