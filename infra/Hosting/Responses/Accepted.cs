using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.Hosting.Responses;

/// <summary>202: the request was accepted and is processed later.</summary>
/// <typeparam name="T">A wire type of a registered context.</typeparam>
/// <param name="Location">Where its status can be read, as a path from the root: the app does not know its public host and scheme.</param>
/// <param name="Value">The result so far.</param>
public sealed record Accepted<T>(string Location, T Value) : IResult, IEndpointMetadataProvider
    where T : notnull
{
    /// <summary>The version's tag; null for none.</summary>
    public EntityTag? ETag { get; init; }

    /// <summary>Whether this repeats the first response to the same <c>Idempotency-Key</c>.</summary>
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        JsonResponses.Head(httpContext.Response, StatusCodes.Status202Accepted, Location, IsReplayed);
        return JsonResponses.WriteAsync(httpContext, Value, ETag);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(T), ["application/json"]));
}
