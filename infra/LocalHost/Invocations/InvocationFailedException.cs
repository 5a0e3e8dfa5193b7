namespace Marketplace.LocalHost.Invocations;

/// <summary>An invocation failed in one of the ways the host knows; the message says which (docs/host-contract.md §10).</summary>
internal sealed class InvocationFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
