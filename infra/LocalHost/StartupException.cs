namespace Marketplace.LocalHost;

/// <summary>LocalHost cannot start, for a reason its user can mend: the message says what and how.</summary>
public sealed class StartupException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what would be accepted.</param>
    public StartupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong and what would be accepted.</param>
    /// <param name="innerException">The cause.</param>
    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a message; the other constructors are the useful ones.</summary>
    public StartupException()
    {
    }
}
