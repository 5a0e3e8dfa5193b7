using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// Checks path values and reads the declared query parameters before the handler runs; lifts the server's body limit where the route has its own.
/// </summary>
internal sealed class InputBinding(CursorCodec cursors)
{
    private const int MaxPathValue = 256;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<FunctionBinding>() is not HttpFunction)
        {
            return next(context);
        }

        if (metadata.GetMetadata<BodyShape>() is not null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The body readers enforce the limit. The server's own limit would reset the connection, often before the client has read the 413.
            size.MaxRequestBodySize = null;
        }

        if (!HasAcceptablePath(context.Request))
        {
            return Problems.NotFound().ExecuteAsync(context);
        }

        var declared = metadata.GetMetadata<ReadParameters>()?.Parameters ?? [];
        var (values, refusal) = QueryReader.Read(context.Request.QueryString.Value ?? "", declared, Route.Of(context), cursors);
        if (values is null)
        {
            return new Problem(refusal!).ExecuteAsync(context);
        }

        RequestState.Of(context).Query = values;
        return next(context);
    }

    // No resource has such a name, so the response is 404.
    private static bool HasAcceptablePath(HttpRequest request)
    {
        foreach (var (_, value) in request.RouteValues)
        {
            if (value is string { Length: > MaxPathValue } || (value is string text && !Unicode.IsAcceptableLine(text)))
            {
                return false;
            }
        }

        return true;
    }
}
