using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>Keeps the number of requests that run at once bounded, for the process and for routes that say so: 503 <c>busy</c> above it.</summary>
internal sealed class LoadShedding(HostingOptions options)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimit _all = new(options.MaxRequests);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ExemptFromLimits>() is not null)
        {
            await next(context);
        }
        else
        {
            await RunAsync(_all, context, metadata?.GetMetadata<ConcurrencyLimit>() is { } own ? inner => RunAsync(own, inner, next) : next);
        }
    }

    private static async Task RunAsync(ConcurrencyLimit limit, HttpContext context, RequestDelegate next)
    {
        if (!limit.TryEnter())
        {
            await new Problem(new Refusal(ProblemCodes.Busy)) { RetryAfter = Retry }.ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            limit.Leave();
        }
    }
}

/// <summary>Marks what must answer however busy the process is.</summary>
internal sealed record ExemptFromLimits;
