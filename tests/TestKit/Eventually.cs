using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Marketplace.TestKit;

/// <summary>Waits for something that happens elsewhere: polls a condition until it holds or a deadline passes.</summary>
public static class Eventually
{
    /// <summary>The deadline when none is given. Generous, since a passing test never waits for it.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the condition is true.</summary>
    /// <exception cref="TimeoutException">The condition did not hold before the deadline.</exception>
    public static Task TrueAsync(
        Func<Task<bool>> condition,
        CancellationToken cancellationToken,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        ResultAsync(condition, static holds => holds, cancellationToken, deadline, expected);

    /// <summary>Polls until the condition is true.</summary>
    /// <exception cref="TimeoutException">The condition did not hold before the deadline.</exception>
    public static Task TrueAsync(
        Func<bool> condition,
        CancellationToken cancellationToken,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        ResultAsync(() => Task.FromResult(condition()), static holds => holds, cancellationToken, deadline, expected);

    /// <summary>Polls until a read result is accepted, and gives that result.</summary>
    /// <exception cref="TimeoutException">No result was accepted before the deadline; the message tells the last one.</exception>
    public static async Task<T> ResultAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> accept,
        CancellationToken cancellationToken,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(accept))] string expected = "")
    {
        var limit = deadline ?? DefaultDeadline;
        var waited = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await read();
            if (accept(result))
            {
                return result;
            }

            if (waited.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {expected}. Last seen: {result}.");
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
