namespace Marketplace.LocalHost.Invocations;

/// <summary>An invocation failed in one of the ways the host knows; the message says which (contract §10).</summary>
internal class InvocationFailedException : Exception
{
    public InvocationFailedException(string message)
        : base(message)
    {
    }

    public InvocationFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The handler had not answered when the function's time was over.</summary>
internal sealed class FunctionTimeoutException(string function, TimeSpan limit)
    : InvocationFailedException($"{function} did not complete within its functionTimeout of {limit}.");
