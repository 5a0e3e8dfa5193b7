using Marketplace.Hosting.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.Functions;

/// <summary>Maps functions; each slice maps its own. Their <c>function.json</c> is generated from the mapped endpoints.</summary>
public static class FunctionRoutes
{
    /// <summary>The host's default route prefix; trigger endpoints are outside it.</summary>
    public const string Prefix = "/api";

    /// <summary>One HTTP function for <c>/api/{segment}</c> and all paths below it; map the slice's endpoints on the group.</summary>
    public static RouteGroupBuilder MapHttpFunction(this IEndpointRouteBuilder routes, string name, string segment) =>
        routes.MapGroup($"{Prefix}/{segment}").WithMetadata(new HttpFunction(name, segment));

    /// <summary>
    /// One queue function; a message is deleted when <paramref name="run"/> returns and delivered again when it throws. When it throws because a dependency
    /// is away, the message waits for that with a growing delay, at most a day, without using up its tries.
    /// </summary>
    /// <typeparam name="THandler">A registered service, resolved per message.</typeparam>
    /// <param name="routes">The app.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="run">Handles a message.</param>
    /// <param name="giveUp">Handles a message whose last try failed, before the host moves it to the poison queue.</param>
    public static IEndpointConventionBuilder MapQueueFunction<THandler>(
        this IEndpointRouteBuilder routes,
        string name,
        string queue,
        Func<QueueDelivery, THandler, CancellationToken, Task> run,
        Func<QueueDelivery, THandler, Exception, Task>? giveUp = null)
        where THandler : notnull =>
        routes.MapTrigger(new QueueFunction(name, queue), QueueDelivery.From, (delivery, context) =>
        {
            var handler = context.RequestServices.GetRequiredService<THandler>();
            return context.RequestServices.GetRequiredService<OutageRetry>().RunAsync(
                queue, delivery, () => run(delivery, handler, context.RequestAborted), giveUp is null ? null : fault => giveUp(delivery, handler, fault));
        });

    /// <summary>One timer function; runs never overlap, and a run that throws is not repeated before the next scheduled time.</summary>
    /// <typeparam name="THandler">A registered service, resolved per run.</typeparam>
    public static IEndpointConventionBuilder MapTimerFunction<THandler>(
        this IEndpointRouteBuilder routes, string name, string schedule, Func<TimerDelivery, THandler, CancellationToken, Task> run)
        where THandler : notnull =>
        routes.MapTrigger(new TimerFunction(name, schedule), TimerDelivery.From, (delivery, context) =>
            run(delivery, context.RequestServices.GetRequiredService<THandler>(), context.RequestAborted));

    private static IEndpointConventionBuilder MapTrigger<T>(
        this IEndpointRouteBuilder routes, FunctionBinding function, Func<TriggerCall, T> read, Func<T, HttpContext, Task> run)
        where T : class =>
        routes.MapPost($"/{function.Name}", context => TriggerEndpoint.RunAsync(context, read, run)).WithMetadata(function, TimeLimits.Trigger);
}
