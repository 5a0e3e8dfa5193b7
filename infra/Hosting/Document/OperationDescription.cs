using System.Text.Json.Nodes;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes one endpoint from its metadata: parameters, body, access, limits and problems.</summary>
internal sealed class OperationDescription(ProblemTexts texts) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = EndpointFacts.Of(context.Description);
        var document = context.Document ?? throw new InvalidOperationException("Operations are described as part of a document.");
        operation.Tags = new HashSet<OpenApiTagReference> { new(facts.Function.Name, document) };
        operation.Parameters = [.. ParameterDescription.Of(operation.Parameters ?? [], facts)];
        operation.RequestBody = await BodyAsync(facts, context, cancellationToken);
        operation.Security = SecurityOf(facts, document);
        operation.Description = facts.Description;
        operation.Responses ??= [];
        AddResponseExample(operation.Responses, facts);
        foreach (var (status, response) in ProblemDescription.Of(facts, texts, document))
        {
            operation.Responses[status] = response;
        }
    }

    private static async Task<OpenApiRequestBody?> BodyAsync(
        EndpointFacts facts, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (facts.Body is not { } body)
        {
            return null;
        }

        var media = new OpenApiMediaType { Example = facts.BodyExample is { } example ? JsonNode.Parse(example) : null };
        if (body.Type is { } type)
        {
            media.Schema = await SchemaAsync(type, context, cancellationToken);
        }

        return new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = media } };
    }

    private static async Task<IOpenApiSchema> SchemaAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(json.GetTypeInfo(type)) is not { } id)
        {
            return schema;
        }

        context.Document!.AddComponent<IOpenApiSchema>(id, schema);
        return new OpenApiSchemaReference(id, context.Document);
    }

    private static void AddResponseExample(OpenApiResponses responses, EndpointFacts facts)
    {
        if (facts.ResponseExample is not { } example)
        {
            return;
        }

        foreach (var media in responses.Where(static response => response.Key.StartsWith('2'))
            .SelectMany(static response => response.Value.Content?.Values ?? []))
        {
            media.Example = JsonNode.Parse(example);
        }
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(EndpointFacts facts, OpenApiDocument document)
    {
        var bearer = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.Bearer, document)] = [] };
        return facts.Permission switch
        {
            null => [],
            { IsPublic: true } => [new OpenApiSecurityRequirement(), bearer],
            _ => [bearer],
        };
    }
}
