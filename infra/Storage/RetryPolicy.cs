using System.Diagnostics;
using System.Security.Cryptography;

namespace Marketplace.Storage;

/// <summary>
/// How a change is tried anew when others are first: after a short pause that grows and varies by chance, until a deadline. It is for contention
/// only; retries of requests that got no answer are the pipeline's.
/// </summary>
public static class RetryPolicy
{
    /// <summary>From then on a change is given up: shorter than any request or message may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private const int FirstPauseMilliseconds = 5;
    private const int LongestPauseMilliseconds = 400;

    /// <summary>Tries until an attempt gives a value.</summary>
    /// <typeparam name="T">What an attempt gives.</typeparam>
    /// <param name="subject">What is changed, for the message of the exception.</param>
    /// <param name="attempt">Reads, decides and writes; null when somebody else was first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ContentionException">Others were first until the deadline.</exception>
    public static async Task<T> RunAsync<T>(string subject, Func<CancellationToken, Task<T?>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        for (var ceiling = FirstPauseMilliseconds; ; ceiling = Math.Min(ceiling * 2, LongestPauseMilliseconds))
        {
            if (await attempt(cancellationToken) is { } value)
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(began) > Deadline)
            {
                throw new ContentionException(subject);
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(ceiling + 1), cancellationToken);
        }
    }

    /// <summary>Tries until an attempt says that it is done.</summary>
    /// <param name="subject">What is changed, for the message of the exception.</param>
    /// <param name="attempt">Reads, decides and writes; false when somebody else was first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ContentionException">Others were first until the deadline.</exception>
    public static Task RunAsync(string subject, Func<CancellationToken, Task<bool>> attempt, CancellationToken cancellationToken) =>
        RunAsync(subject, async stop => await attempt(stop) ? subject : null, cancellationToken);
}

/// <summary>Others kept changing the same rows: it may be tried again later.</summary>
/// <param name="subject">What could not be changed.</param>
public sealed class ContentionException(string subject) : Exception($"Others kept changing {subject}.");
