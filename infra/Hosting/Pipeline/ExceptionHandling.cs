using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// Sets trace ids and security headers, and writes a problem for every exception. Why not the framework's middleware: docs/decisions/0015-http-pipeline.md.
/// </summary>
internal sealed partial class ExceptionHandling(OutageClassifier outages, ILogger<ExceptionHandling> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var state = new RequestState(RequestTrace.Of(context.Request));
        context.Features.Set(state);
        context.RequestServices.GetRequiredService<RequestScope>().State = state;
        SetHeaders(context.Response, state);
        try
        {
            await next(context);
            CheckDeclared(context, state);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogDisconnected(context.Request.Method, state.Trace.TraceId);
        }
        catch (Exception fault)
        {
            await WriteProblemAsync(context, state, fault);
        }
    }

    private static void SetHeaders(HttpResponse response, RequestState state)
    {
        var headers = response.Headers;
        headers[RequestTrace.CorrelationHeader] = state.Trace.CorrelationId;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.Vary = "Accept-Encoding";
    }

    private async Task WriteProblemAsync(HttpContext context, RequestState state, Exception fault)
    {
        var problem = ProblemOf(context, fault);
        Log(problem, fault, context, state);
        if (context.Response.HasStarted)
        {
            // Only a broken connection can show now that the response is incomplete.
            context.Abort();
            return;
        }

        (context.Features.Get<IHttpResponseBodyFeature>() as BufferedResponseBody)?.Discard();
        context.Response.Clear();
        SetHeaders(context.Response, state);
        await problem.ExecuteAsync(context);
    }

    // The API document lists the problem codes of each route, so an undeclared one is a defect of the route.
    private void CheckDeclared(HttpContext context, RequestState state)
    {
        if (state.ProblemCode is { } code && !ProblemCodes.Common.Contains(code)
            && !(context.GetEndpoint()?.Metadata.GetOrderedMetadata<RefusedCodes>() ?? []).Any(refused => refused.Codes.Contains(code)))
        {
            LogUndeclared(context.Request.Method, Route.Of(context), code);
        }
    }

    private Problem ProblemOf(HttpContext context, Exception fault) => fault switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Refusal(ProblemCodes.TooLarge),
        BadHttpRequestException => Refusal.Invalid(),
        // The timeout middleware rethrows the cancellation when the response has started.
        _ when fault is TimeLimitException || (fault is OperationCanceledException && context.Response.HasStarted) =>
            new Problem(new Refusal(ProblemCodes.Timeout)) { RetryAfter = Retry },
        _ when outages.IsOutage(fault) => Problems.Unavailable(Retry),
        _ => new Refusal(ProblemCodes.Unexpected),
    };

    private void Log(Problem problem, Exception fault, HttpContext context, RequestState state)
    {
        var (method, route) = (context.Request.Method, Route.Of(context));
        switch (problem.Refusal.Code)
        {
            case ProblemCodes.Unexpected:
                LogDefect(fault, method, route, state.Trace.TraceId);
                break;
            case ProblemCodes.Timeout:
                LogTimeout(method, route, state.Trace.TraceId);
                break;
            case ProblemCodes.Unavailable:
                LogOutage(fault, method, route, state.Trace.TraceId);
                break;
            default:
                LogBadRequest(method, route, fault.Message, state.Trace.TraceId);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed unexpectedly; trace {TraceId}")]
    private partial void LogDefect(Exception fault, string method, string route, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} depends on something unavailable; trace {TraceId}")]
    private partial void LogOutage(Exception fault, string method, string route, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} reached its time limit; trace {TraceId}")]
    private partial void LogTimeout(string method, string route, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route} refuses with '{Code}' without declaring it: add Refuses to the route")]
    private partial void LogUndeclared(string method, string route, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} was a bad request: {Reason}; trace {TraceId}")]
    private partial void LogBadRequest(string method, string route, string reason, string traceId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The client of a {Method} request disconnected; trace {TraceId}")]
    private partial void LogDisconnected(string method, string traceId);
}
