using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting;

/// <summary>A value as JSON with its headers: entity tag and conditional requests (RFC 9110, section 13), location, links.</summary>
/// <typeparam name="T">A wire type of a registered context.</typeparam>
/// <param name="Value">What is answered.</param>
public sealed record Resource<T>(T Value) : IResult, IEndpointMetadataProvider
    where T : notnull
{
    /// <summary>200, 201 or 202.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The version's tag; null for none.</summary>
    public EntityTag? ETag { get; init; }

    /// <summary>Whether the tag is made from the content.</summary>
    public bool TagsContent { get; init; }

    /// <summary>Where the resource is, as a path from the root: the app knows neither its public host nor its scheme.</summary>
    public string? Location { get; init; }

    /// <summary>Whether this repeats the first answer to the same <c>Idempotency-Key</c>.</summary>
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        SetHeaders(httpContext);
        if (ETag is { } tag && Conditional.Has(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        if (TagsContent)
        {
            await WriteTaggedAsync(httpContext, JsonSerializer.SerializeToUtf8Bytes(Value, type));
            return;
        }

        response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(response.BodyWriter, Value, type, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(new AnswerShape(typeof(T)));

    private static async Task WriteTaggedAsync(HttpContext context, byte[] json)
    {
        var tag = EntityTag.OfContent(json);
        Conditional.Tag(context.Response, tag);
        if (Conditional.Has(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        if (ETag is { } tag)
        {
            Conditional.Tag(context.Response, tag);
        }

        if (Location is not null)
        {
            headers.Location = Location;
        }

        if (IsReplayed)
        {
            headers["Idempotent-Replayed"] = "true";
        }

        if (Value is IPage { NextCursor: { } cursor })
        {
            headers.Link = $"<{RequestState.Of(context).Query.AddressWith(context.Request.Path, cursor)}>; rel=\"next\"";
        }
    }
}

/// <summary>What a route answers when all is well, for the API document.</summary>
internal sealed record AnswerShape(Type Type);
