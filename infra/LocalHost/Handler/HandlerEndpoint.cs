namespace Marketplace.LocalHost.Handler;

/// <summary>One run of the handler process, from its readiness on: where it listens and which process it is.</summary>
internal sealed record HandlerEndpoint(Uri Address, int ProcessId, int Run)
{
    /// <summary>The authority requests carry as Host, such as 127.0.0.1:40123.</summary>
    public string Authority { get; } = Address.Authority;
}
