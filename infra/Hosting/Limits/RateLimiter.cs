using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Identity;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting;

/// <summary>
/// Rate limits by the generic cell rate algorithm: one instant per caller and class, the time at which its allowance will be
/// whole again. Counts are this process's own, so with n instances a caller gets up to n times the limit; the headers
/// (draft-ietf-httpapi-ratelimit-headers-10) speak of this process too.
/// </summary>
internal sealed class RateLimiter(HostingOptions options, TimeProvider time)
{
    // 64 bytes or so each; swept when full, and then forgetting is better than refusing strangers.
    private const int MaxCallers = 100_000;

    private readonly ConcurrentDictionary<(RateClass Class, object Caller), long> _whole = new();
    private int _sweeping;

    /// <summary>Counts the request and sets its headers; the problem when it is one too many.</summary>
    public Problem? Check(HttpContext context, Caller caller)
    {
        if (!options.RateLimits || context.GetEndpoint()?.Metadata.GetMetadata<AlwaysAdmitted>() is not null)
        {
            return null;
        }

        var rate = ClassOf(context);
        var limit = caller.IsAnonymous ? rate.Anonymous : rate.SignedIn;
        var verdict = Count((rate, caller.IsAnonymous ? ClientAddress.Of(context) : caller.Id), limit, rate.Window);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";q={limit};w={(long)rate.Window.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";r={verdict.Remaining};t={Seconds(verdict.UntilWhole)}");
        return verdict.RetryAfter is { } wait ? new Problem(new Refusal(ProblemCodes.TooManyRequests)) { RetryAfter = wait } : null;
    }

    /// <summary>The class a route says, else that of its method.</summary>
    public static RateClass ClassOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RateClass>()
        ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? RateClass.Reads : RateClass.Writes);

    internal Verdict Count((RateClass Class, object Caller) key, int limit, TimeSpan window)
    {
        var (now, step) = (time.GetUtcNow().UtcTicks, window.Ticks / limit);
        while (true)
        {
            var known = _whole.TryGetValue(key, out var whole);
            var next = Math.Max(whole, now) + step;
            var excess = next - now - (step * limit);
            if (excess > 0)
            {
                return new(0, TimeSpan.FromTicks(whole - now), TimeSpan.FromTicks(excess));
            }

            if (known ? _whole.TryUpdate(key, next, whole) : _whole.TryAdd(key, next))
            {
                SweepWhenFull(now);
                return new((int)(-excess / step), TimeSpan.FromTicks(next - now), null);
            }
        }
    }

    internal int Callers => _whole.Count;

    private void SweepWhenFull(long now)
    {
        if (_whole.Count <= MaxCallers || Interlocked.Exchange(ref _sweeping, 1) == 1)
        {
            return;
        }

        foreach (var entry in _whole)
        {
            if (entry.Value <= now)
            {
                _whole.TryRemove(entry);
            }
        }

        if (_whole.Count > MaxCallers)
        {
            _whole.Clear();
        }

        Volatile.Write(ref _sweeping, 0);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    /// <summary>What counting gave.</summary>
    internal readonly record struct Verdict(int Remaining, TimeSpan UntilWhole, TimeSpan? RetryAfter);
}
