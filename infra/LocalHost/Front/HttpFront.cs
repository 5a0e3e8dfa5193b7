using System.Globalization;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// What the public sees: admin endpoints, then routes with their keys, then the home page; each HTTP function in the mode it has (contract §2, §6–9).
/// </summary>
internal sealed partial class HttpFront(
    PublishedApp app, RouteTable routes, KeyRing keys, AdminEndpoints admin, PayloadInvoker payload, ForwardMode forward, ProxyMode proxy, ActivitySignal activity, ILogger log)
{
    private const string LimitSetting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const long DefaultLimit = 104_857_600;

    /// <summary>The largest request body in bytes.</summary>
    public long BodyLimit { get; } = long.TryParse(app.Settings[LimitSetting], CultureInfo.InvariantCulture, out var limit) ? limit : DefaultLimit;

    /// <summary>Answers one request. Whatever goes wrong inside is a 500 with an empty body, as on the host.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (Exception exception)
        {
            // The outermost edge.
            Failed(log, context.Request.Method, context.Request.Path, exception.Message);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();

            // The body may still be read on its way to a handler that died; no other request of this connection may meet that reader.
            context.Response.Headers.Connection = "close";
            context.Response.StatusCode = TooLarge(exception) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status500InternalServerError;
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        if (AdminEndpoints.Owns(context.Request.Path))
        {
            return admin.HandleAsync(context);
        }

        if (routes.Match(context) is not { } match)
        {
            return HomePage.HandleAsync(context, app.Settings);
        }

        if (match.Function.Disabled && !keys.IsMaster(context.Request))
        {
            return Answer(context, StatusCodes.Status404NotFound);
        }

        if (!keys.Opens(context.Request, match.Function.Name, ((HttpTriggerBinding)match.Function.Trigger).Level))
        {
            return Answer(context, StatusCodes.Status401Unauthorized);
        }

        return context.Request.ContentLength > BodyLimit ? Answer(context, StatusCodes.Status413PayloadTooLarge) : InvokeAsync(context, match);
    }

    private async Task InvokeAsync(HttpContext context, RouteMatch match)
    {
        switch (match.Function.IsHttpOnly ? app.Host.HttpMode : ForwardingMode.Payload)
        {
            case ForwardingMode.Proxy:
                await proxy.SendAsync(context, match.Function);
                break;
            case ForwardingMode.Forward:
                await forward.SendAsync(context, match.Function);
                break;
            default:
                var value = await HttpTriggerValue.ReadAsync(context.Request, match.Values);
                var reply = await payload.InvokeAsync(match.Function, value, CancellationToken.None);
                await HttpAnswer.From(match.Function, reply).WriteAsync(context.Response);
                break;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            activity.Pulse();
        }
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static bool TooLarge(Exception? exception) =>
        exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || (exception?.InnerException is { } inner && TooLarge(inner));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Reason}")]
    private static partial void Failed(ILogger logger, string method, string path, string reason);
}
