using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// What the public sees: the host's own paths, then the functions' routes in the mode host.json names, then the home page (docs/host-contract.md §2, §6, §8,
/// §9).
/// </summary>
internal sealed partial class HttpFront(PublishedApp app, RouteTable routes, HandlerCalls calls, FunctionRunner runner, ILogger log)
{
    /// <summary>The largest request body in bytes.</summary>
    public const long BodyLimit = 104_857_600;

    private const string HomePage =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>LocalHost</title></head>" +
        "<body><h1>The function app is up and running.</h1></body></html>";

    private readonly ForwardMode _forward = new(calls);
    private readonly ProxyMode _proxy = new(calls, log);

    /// <summary>Answers one request. Whatever goes wrong inside is a 500 with an empty body, as on the host; a broken request is 400 or 413.</summary>
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
            context.Response.StatusCode = StatusOf(exception);
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path.StartsWithSegments("/admin") || request.Path.StartsWithSegments("/runtime"))
        {
            response.StatusCode = await AdministerAsync(request);
        }
        else if (routes.Match(request) is { } function)
        {
            await InvokeAsync(context, function);
        }
        else if (HttpMethods.IsGet(request.Method) && request.Path == "/")
        {
            response.ContentType = "text/html; charset=utf-8";
            await response.WriteAsync(HomePage, context.RequestAborted);
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task InvokeAsync(HttpContext context, FunctionDefinition function)
    {
        if (function.Disabled || context.Request.ContentLength > BodyLimit)
        {
            context.Response.StatusCode = function.Disabled ? StatusCodes.Status404NotFound : StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await (app.Host.HttpMode == ForwardingMode.Proxy ? _proxy.SendAsync(context, function) : _forward.SendAsync(context, function));
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            calls.Activity.Pulse();
        }
    }

    // POST /admin/functions/{name} with {"input":"text"} runs a queue or timer function by hand, in the background (docs/host-contract.md §8).
    private async Task<int> AdministerAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)
            || !request.Path.StartsWithSegments("/admin/functions", out var rest)
            || app.Functions.FirstOrDefault(function => rest.Equals("/" + function.Name, StringComparison.OrdinalIgnoreCase)) is not { } function)
        {
            return StatusCodes.Status404NotFound;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            var input = body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("input", out var value) ? value.ToString() : "";
            if (TriggerValue.ByHand(function.Trigger, input, calls.Clock.GetUtcNow()) is not { } trigger)
            {
                return StatusCodes.Status400BadRequest;
            }

            StartedByHand(log, function.Name);
            _ = runner.RunAsync(function, trigger);
            return StatusCodes.Status202Accepted;
        }
        catch (JsonException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    // A client's broken or too large body shows only when the handler's request asks for it, and comes wrapped in that one's failure.
    private static int StatusOf(Exception? exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        { InnerException: { } inner } => StatusOf(inner),
        _ => StatusCodes.Status500InternalServerError,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Reason}")]
    private static partial void Failed(ILogger logger, string method, string path, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} started by hand")]
    private static partial void StartedByHand(ILogger logger, string function);
}
