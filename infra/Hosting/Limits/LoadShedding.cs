using System.Threading.RateLimiting;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>Limits how many requests run at once, in the process and on routes with their own limit: 503 <c>busy</c> above it.</summary>
internal sealed class LoadShedding(HostingOptions options)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _process = LimiterOf(options.MaxRequests);

    /// <summary>Without a queue, since waiting in one only delays the refusal.</summary>
    public static ConcurrencyLimiter LimiterOf(int requests) => new(new() { PermitLimit = requests, QueueLimit = 0 });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ExemptFromLimits>() is not null)
        {
            await next(context);
            return;
        }

        using var process = _process.AttemptAcquire();
        using var route = process.IsAcquired ? metadata?.GetMetadata<ConcurrencyLimiter>()?.AttemptAcquire() : null;
        if (process.IsAcquired && route is null or { IsAcquired: true })
        {
            await next(context);
        }
        else
        {
            await new Problem(new Refusal(ProblemCodes.Busy)) { RetryAfter = Retry }.ExecuteAsync(context);
        }
    }
}

/// <summary>Marks endpoints that respond however busy the process is.</summary>
internal sealed record ExemptFromLimits;
