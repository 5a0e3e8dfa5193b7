using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes the API as a whole, and sorts its parts so that every process writes the same document.</summary>
internal sealed class DocumentDescription(ProblemTexts texts) : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Government application marketplace (政务应用超市)",
            Version = FunctionApp.DocumentName,
            Description =
                "HEAD is supported wherever GET is. Unknown body fields and query parameters are rejected with 400. Responses over 1 KiB are compressed when Accept-Encoding allows br or gzip. "
                + "A single resource has an ETag; a request with a matching If-None-Match gets 304. The RateLimit and RateLimit-Policy headers show how many requests the caller has left.",
        };
        // The app does not know its public address; paths are relative to the root of the server that returned the document.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token from a configured issuer."
            },
        };
        var known = document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        var schemas = new SortedDictionary<string, IOpenApiSchema>(known, StringComparer.Ordinal)
        {
            [ProblemDescription.SchemaId] = ProblemDescription.Schema(texts),
        };
        document.Components.Schemas = schemas;
        var names = document.Paths.Values.SelectMany(static path => path.Operations!.Values).SelectMany(static operation => operation.Tags!)
            .Select(static tag => tag.Reference.Id!);
        document.Tags = new HashSet<OpenApiTag>(names.Distinct().Order(StringComparer.Ordinal).Select(static name => new OpenApiTag { Name = name }));
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            paths.Add(path, item);
        }

        document.Paths = paths;
        return Task.CompletedTask;
    }
}
