using System.Reflection;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Hosting.Document;

/// <summary><c>GET /api/openapi.json</c>.</summary>
internal static class DocumentFunction
{
    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes.MapHttpFunction("OpenApi", "openapi.json").AllowAnyone().MapGet("", Read).WithName("readApiDocument").WithSummary("Read this API document.");

    private static async Task<ApiDocumentResult> Read(ApiDocument document)
    {
        var (json, tag) = await document.ReadAsync();
        return new(json, tag);
    }
}

/// <summary>The document, or 304.</summary>
internal sealed record ApiDocumentResult(byte[] Json, EntityTag Tag) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => JsonResponses.WriteTaggedAsync(httpContext, Json, Tag);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(object), ["application/json"]));
}
