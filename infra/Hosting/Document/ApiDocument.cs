using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>The OpenAPI 3.1 document, generated from the endpoints at the first request and then cached.</summary>
internal sealed class ApiDocument(IServiceProvider services)
{
    private readonly Lazy<Task<(byte[] Json, EntityTag Tag)>> _document = new(() => GenerateAsync(services));

    /// <summary>The document as JSON, and its tag.</summary>
    public Task<(byte[] Json, EntityTag Tag)> ReadAsync() => _document.Value;

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = static description => $"/{description.RelativePath}".StartsWith(FunctionRoutes.Prefix + "/", StringComparison.Ordinal);
        options.AddSchemaTransformer<SchemaDescription>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddDocumentTransformer<DocumentDescription>();
    }

    private static async Task<(byte[] Json, EntityTag Tag)> GenerateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(FunctionApp.DocumentName).GetOpenApiDocumentAsync();
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
        var json = stream.ToArray();
        return (json, EntityTag.OfContent(json));
    }
}
