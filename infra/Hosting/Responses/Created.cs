using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.Hosting.Responses;

/// <summary>201: the request created a resource.</summary>
/// <typeparam name="T">A wire type of a registered context.</typeparam>
/// <param name="Location">Its path from the root: the app does not know its public host and scheme.</param>
/// <param name="Value">The new resource.</param>
public sealed record Created<T>(string Location, T Value) : IResult, IEndpointMetadataProvider
    where T : notnull
{
    /// <summary>The version's tag; null for none.</summary>
    public EntityTag? ETag { get; init; }

    /// <summary>Whether this repeats the first response to the same <c>Idempotency-Key</c>.</summary>
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        JsonResponses.Head(httpContext.Response, StatusCodes.Status201Created, Location, IsReplayed);
        return JsonResponses.WriteAsync(httpContext, Value, ETag);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}
