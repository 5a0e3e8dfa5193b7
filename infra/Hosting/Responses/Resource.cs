using System.Reflection;
using Marketplace.Hosting.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.Hosting.Responses;

/// <summary>200 with a value as JSON; conditional reads (RFC 9110, section 13) and paging links included.</summary>
/// <typeparam name="T">A wire type of a registered context.</typeparam>
/// <param name="Value">The body.</param>
public sealed record Resource<T>(T Value) : IResult, IEndpointMetadataProvider
    where T : notnull
{
    /// <summary>The version's tag; null for none.</summary>
    public EntityTag? ETag { get; init; }

    /// <summary>Whether the tag is computed from the content.</summary>
    public bool TagsContent { get; init; }

    /// <summary>200; 503 for a health report of an instance that cannot serve requests.</summary>
    internal int Status { get; init; } = StatusCodes.Status200OK;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Value is IPage { NextCursor: { } cursor })
        {
            httpContext.Response.Headers.Link = RequestState.Of(httpContext).Query.LinkTo(httpContext.Request, cursor);
        }

        return TagsContent ? JsonResponses.WriteTaggedAsync(httpContext, Value) : JsonResponses.WriteAsync(httpContext, Value, ETag);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}
