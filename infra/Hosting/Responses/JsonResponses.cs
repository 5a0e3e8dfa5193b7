using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Hosting.Responses;

/// <summary>Writes values as JSON with their headers.</summary>
internal static class JsonResponses
{
    private const string Json = "application/json";

    public static void Head(HttpResponse response, int status, string location, bool isReplayed)
    {
        response.StatusCode = status;
        response.Headers.Location = location;
        if (isReplayed)
        {
            response.Headers["Idempotent-Replayed"] = "true";
        }
    }

    /// <summary>Writes the value, or 304 when the client has this version already.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, EntityTag? tag)
        where T : notnull
    {
        context.Response.Headers.CacheControl = "no-store";
        if (tag is { } version && ConditionalRequests.SetNotModified(context, version))
        {
            return;
        }

        context.Response.ContentType = Json;
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, TypeOf<T>(context), context.RequestAborted);
    }

    /// <summary>The same with a tag computed from the content.</summary>
    public static async Task WriteTaggedAsync<T>(HttpContext context, T value)
        where T : notnull
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>(context));
        await WriteTaggedAsync(context, json, EntityTag.OfContent(json));
    }

    /// <summary>Writes JSON that has been serialized before.</summary>
    public static async Task WriteTaggedAsync(HttpContext context, ReadOnlyMemory<byte> json, EntityTag tag)
    {
        if (!ConditionalRequests.SetNotModified(context, tag))
        {
            context.Response.ContentType = Json;
            await context.Response.Body.WriteAsync(json, context.RequestAborted);
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>(HttpContext context) =>
        (JsonTypeInfo<T>)context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));
}
