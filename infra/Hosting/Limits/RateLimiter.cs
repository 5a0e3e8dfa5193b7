using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

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
    private int _added;
    private int _sweeping;

    /// <summary>Counts the request and sets its headers; the problem when it is one too many.</summary>
    public Problem? Check(HttpContext context, Caller caller)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (!options.RateLimits || metadata?.GetMetadata<ExemptFromLimits>() is not null)
        {
            return null;
        }

        var rate = ClassOf(metadata, context.Request.Method);
        var limit = caller.IsAnonymous ? rate.Anonymous : rate.SignedIn;
        var verdict = Count((rate, caller.IsAnonymous ? ClientAddress.Of(context) : caller.Id), limit, rate.Window);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";q={limit};w={(long)rate.Window.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";r={verdict.Remaining};t={Seconds(verdict.UntilWhole)}");
        return verdict.RetryAfter is { } wait ? new Problem(new Refusal(ProblemCodes.TooManyRequests)) { RetryAfter = wait } : null;
    }

    /// <summary>The class a route says, else that of its method.</summary>
    public static RateClass ClassOf(EndpointMetadataCollection? metadata, string method) =>
        metadata?.GetMetadata<RateClass>() ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? RateClass.Reads : RateClass.Writes);

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

            if (known ? _whole.TryUpdate(key, next, whole) : TryAdd(key, next, now))
            {
                return new((int)(-excess / step), TimeSpan.FromTicks(next - now), null);
            }
        }
    }

    internal int Callers => _whole.Count;

    private bool TryAdd((RateClass, object) key, long whole, long now)
    {
        if (!_whole.TryAdd(key, whole))
        {
            return false;
        }

        // The dictionary's own count locks all of it.
        if (Interlocked.Increment(ref _added) > MaxCallers)
        {
            Sweep(now);
        }

        return true;
    }

    private void Sweep(long now)
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
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

        // Next to nothing freed would mean sweeping again and again.
        if (_whole.Count > MaxCallers / 2)
        {
            _whole.Clear();
        }

        Volatile.Write(ref _added, _whole.Count);
        Volatile.Write(ref _sweeping, 0);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    /// <summary>What counting gave.</summary>
    internal readonly record struct Verdict(int Remaining, TimeSpan UntilWhole, TimeSpan? RetryAfter);
}
