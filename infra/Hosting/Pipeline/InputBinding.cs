using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Hosting.Pipeline;

/// <summary>Reads what the route declared before its handler runs: path values, query parameters, the body's limit.</summary>
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
            // The readers count for themselves. The server's own limit would reset the connection, often before the 413 is read.
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

    // Nothing is stored under such names, so nothing can be found there.
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
