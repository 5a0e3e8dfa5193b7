using Azure;

namespace Marketplace.Storage;

/// <summary>Tells an account that is away or overloaded from an error of ours.</summary>
public static class StorageFailure
{
    /// <summary>The error code of a call that got no answer at all within its limits.</summary>
    public const string Unavailable = "StorageUnavailable";

    /// <summary>
    /// True when storage could not be reached, did not answer in time, or refused for load or trouble of its own (408, 429, 5xx) after all
    /// retries. The caller may try again later; answering 503 is right. False for everything a repetition would not cure.
    /// </summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsOutage),
        HttpRequestException or IOException { InnerException: System.Net.Sockets.SocketException } or HttpIOException => true,
        _ => false,
    };

    /// <summary>Of several attempts the last one tells enough; all of them would fill pages of a log.</summary>
    internal static RequestFailedException Unanswered(string operation, Exception cause)
    {
        var last = cause is AggregateException { InnerExceptions: [.., var attempt] } ? attempt : cause;
        return new(0, $"{operation}: storage did not answer. {last.Message}", Unavailable, last);
    }

    /// <summary>Whether a failure inside the pipeline, not asked for by the caller, means "no answer".</summary>
    internal static bool IsUnanswered(Exception failure) => failure switch
    {
        OperationCanceledException => true,
        AggregateException several => several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsUnanswered),
        RequestFailedException failed => failed.Status == 0,
        _ => IsOutage(failure),
    };
}
