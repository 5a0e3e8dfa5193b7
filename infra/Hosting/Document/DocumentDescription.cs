using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes the API as a whole, and puts everything in an order that does not depend on the run.</summary>
internal sealed class DocumentDescription(ProblemTexts texts) : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Government application marketplace (政务应用超市)",
            Version = FunctionApp.DocumentName,
            Description = "HEAD is answered wherever GET is. Unknown members and query parameters are refused. Answers over 1 KiB are compressed on request. "
                + "Single resources carry an ETag; If-None-Match is answered with 304. RateLimit and RateLimit-Policy tell what is left to a caller.",
        };
        // The public address is the platform's to know; paths are from the root of wherever this document was read.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token of a configured issuer." },
        };
        var schemas = new SortedDictionary<string, IOpenApiSchema>(document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>(), StringComparer.Ordinal)
        {
            [ProblemDescription.SchemaId] = ProblemDescription.Schema(texts),
        };
        document.Components.Schemas = schemas;
        document.Tags = new HashSet<OpenApiTag>((document.Tags ?? new HashSet<OpenApiTag>()).OrderBy(static tag => tag.Name, StringComparer.Ordinal));
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            paths.Add(path, item);
        }

        document.Paths = paths;
        return Task.CompletedTask;
    }
}
