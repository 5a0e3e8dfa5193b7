using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes the problems of an endpoint: one response per status, one example per code.</summary>
internal static class ProblemDescription
{
    public const string SchemaId = "Problem";

    /// <summary>References to the responses of an endpoint's codes; each set of codes is described once for the whole document.</summary>
    public static IEnumerable<(string Status, IOpenApiResponse Response)> Of(EndpointFacts facts, ProblemTexts texts, OpenApiDocument document)
    {
        foreach (var entries in facts.Codes.Select(texts.Find).GroupBy(static entry => entry.Status).OrderBy(static group => group.Key))
        {
            var id = string.Join('-', entries.Select(static entry => entry.Code));
            document.AddComponent<IOpenApiResponse>(id, Of([.. entries], document));
            yield return (entries.Key.ToString(CultureInfo.InvariantCulture), new OpenApiResponseReference(id, document));
        }
    }

    /// <summary>The schema of all problems.</summary>
    public static OpenApiSchema Schema(ProblemTexts texts) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A problem (RFC 9457). The texts are in the language that Accept-Language prefers (zh-CN or en); the code is the same in all languages.",
        Required = new HashSet<string> { "type", "title", "status", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("urn:marketplace:problem:{code}", "uri"),
            ["title"] = Text("A short summary of the problem."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("How to solve the problem."),
            ["code"] = Codes(texts.Problems.Select(static entry => entry.Code)),
            ["traceId"] = Text("Identifies the request in the log."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "field", "code", "message" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("A JSON path such as pricing.discount, or the name of a query parameter or header."),
                        ["code"] = Codes(texts.Fields.Select(static entry => entry.Code)),
                        ["message"] = Text("The error in words."),
                    },
                },
            },
        },
    };

    private static OpenApiResponse Of(IReadOnlyList<ProblemEntry> entries, OpenApiDocument? document) => new()
    {
        Description = string.Join("; ", entries.Select(static entry => $"`{entry.Code}`: {entry.English.Title}")),
        Headers = HeadersOf(entries[0].Status),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchemaReference(SchemaId, document),
                Examples = entries.ToDictionary(static entry => entry.Code, static IOpenApiExample (entry) => new OpenApiExample { Value = Example(entry) }),
            },
        },
    };

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        401 => new() { ["WWW-Authenticate"] = Header("The Bearer scheme.") },
        412 => new() { ["ETag"] = Header("The current version of the resource.") },
        429 or 503 => new() { ["Retry-After"] = Header("Seconds to wait before the next try.") },
        _ => null,
    };

    private static JsonObject Example(ProblemEntry entry)
    {
        var example = new JsonObject
        {
            ["type"] = $"urn:marketplace:problem:{entry.Code}",
            ["title"] = entry.Chinese.Title,
            ["status"] = entry.Status,
            ["code"] = entry.Code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (entry.Chinese.Detail is { } detail)
        {
            example["detail"] = detail;
        }

        return example;
    }

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiSchema Text(string description, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Format = format };

    private static OpenApiSchema Codes(IEnumerable<string> codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(static code => (JsonNode)JsonValue.Create(code)!)] };
}
