using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>
/// Rate limits by the generic cell rate algorithm: per caller and class it keeps one number, the time when the full quota is available again.
/// Each process counts for itself, so with n instances a caller gets up to n times the limit; the headers
/// (draft-ietf-httpapi-ratelimit-headers-10) describe this process only. Why not the framework's limiters: docs/decisions/0015-http-pipeline.md.
/// </summary>
internal sealed class RateLimiter(HostingOptions options, TimeProvider time)
{
    // About 64 bytes each. Above this number, callers with a full quota are removed.
    private const int MaxCallers = 100_000;

    private readonly ConcurrentDictionary<(RateClass Class, object Caller), long> _fullAt = new();
    private int _added;
    private int _sweeping;

    /// <summary>Counts the request and sets the headers; returns a problem when the request exceeds the limit.</summary>
    public Problem? Check(HttpContext context, Caller caller)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (!options.RateLimits || metadata?.GetMetadata<ExemptFromLimits>() is not null)
        {
            return null;
        }

        var rate = ClassOf(metadata, context.Request.Method);
        var limit = caller.IsAnonymous ? rate.Anonymous : rate.SignedIn;
        var result = Count((rate, caller.IsAnonymous ? ClientAddress.Of(context, options.BehindFrontEnd) : caller.Id), limit, rate.Window);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";q={limit};w={(long)rate.Window.TotalSeconds}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{rate.Name}\";r={result.Remaining};t={Seconds(result.UntilFull)}");
        return result.RetryAfter is { } wait ? new Problem(new Refusal(ProblemCodes.TooManyRequests)) { RetryAfter = wait } : null;
    }

    /// <summary>The class from the route's metadata, otherwise by method.</summary>
    public static RateClass ClassOf(EndpointMetadataCollection? metadata, string method) =>
        metadata?.GetMetadata<RateClass>() ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? RateClass.Reads : RateClass.Writes);

    internal CountResult Count((RateClass Class, object Caller) key, int limit, TimeSpan window)
    {
        var (now, step) = (time.GetUtcNow().UtcTicks, window.Ticks / limit);
        while (true)
        {
            var known = _fullAt.TryGetValue(key, out var fullAt);
            var next = Math.Max(fullAt, now) + step;
            var excess = next - now - (step * limit);
            if (excess > 0)
            {
                return new(0, TimeSpan.FromTicks(fullAt - now), TimeSpan.FromTicks(excess));
            }

            if (known ? _fullAt.TryUpdate(key, next, fullAt) : TryAdd(key, next, now))
            {
                return new((int)(-excess / step), TimeSpan.FromTicks(next - now), null);
            }
        }
    }

    internal int Callers => _fullAt.Count;

    private bool TryAdd((RateClass, object) key, long fullAt, long now)
    {
        if (!_fullAt.TryAdd(key, fullAt))
        {
            return false;
        }

        // ConcurrentDictionary.Count locks the whole dictionary.
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

        foreach (var entry in _fullAt)
        {
            if (entry.Value <= now)
            {
                _fullAt.TryRemove(entry);
            }
        }

        // If hardly any caller could be removed, the next requests would sweep again; resetting all quotas costs less.
        if (_fullAt.Count > MaxCallers / 2)
        {
            _fullAt.Clear();
        }

        Volatile.Write(ref _added, _fullAt.Count);
        Volatile.Write(ref _sweeping, 0);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    internal readonly record struct CountResult(int Remaining, TimeSpan UntilFull, TimeSpan? RetryAfter);
}
