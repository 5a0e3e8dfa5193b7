namespace Marketplace.LocalHost.Handler;

/// <summary>No handler became ready in the time an invocation waits for one (contract §1).</summary>
internal sealed class HandlerUnavailableException(string message) : Exception(message);
