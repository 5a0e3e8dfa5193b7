using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>
/// Cancels what runs too long, which the edge answers by 503 <c>timeout</c>: the host's own limit would kill the whole process
/// with everything else it is doing (functions-host-contract.md, section 9).
/// </summary>
internal sealed class TimeLimits(HostingOptions options, TimeProvider time)
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(2);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var aborted = context.RequestAborted;
        using var timer = new CancellationTokenSource(LimitOf(context), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(aborted, timer.Token);
        context.RequestAborted = both.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            throw new TimeLimitException();
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    private TimeSpan LimitOf(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<TimeLimit>()?.Limit
            ?? (metadata?.GetMetadata<FunctionBinding>() is null or HttpFunction ? options.TimeLimit : TriggerLimit);
    }
}

/// <summary>A request ran into its time limit.</summary>
internal sealed class TimeLimitException() : Exception("The request ran into its time limit.");
