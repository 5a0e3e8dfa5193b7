using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes values with converters of our own, which the schema exporter cannot analyse.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var (value, isNullable) = Nullable.GetUnderlyingType(type) is { } underlying ? (underlying, true) : (type, false);
        if (value == typeof(DateTimeOffset))
        {
            Describe(schema, isNullable, "date-time", null);
        }
        else if (value.IsEnum)
        {
            Describe(schema, isNullable, null, [.. Enum.GetNames(value).Select(static name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name)!)]);
        }

        // The exporter lists constructor parameters as required even where the metadata says otherwise.
        foreach (var property in context.JsonTypeInfo.Properties.Where(static property => !property.IsRequired && property.IsSetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, bool isNullable, string? format, IList<JsonNode>? values)
    {
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = format;
        schema.Enum = values;
    }
}
