using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Microsoft.OpenApi;

namespace Marketplace.Hosting.Document;

/// <summary>Describes path, query and header parameters.</summary>
internal static class ParameterDescription
{
    /// <summary>Path parameters as routing found them; query parameters and headers from the metadata.</summary>
    public static IEnumerable<IOpenApiParameter> Of(IEnumerable<IOpenApiParameter> found, EndpointFacts facts)
    {
        foreach (var path in found.Where(static parameter => parameter.In == ParameterLocation.Path))
        {
            yield return path;
        }

        foreach (var parameter in facts.Parameters)
        {
            yield return Of(parameter);
        }

        if (facts.RequiresIfMatch)
        {
            yield return Header("If-Match", "The ETag the resource was read with.", isRequired: true, maxLength: null);
        }

        if (facts.AcceptsPutPrecondition)
        {
            yield return Header("If-Match", "The ETag the resource was read with; required when the resource exists.", isRequired: false, maxLength: null);
            yield return Header("If-None-Match", "*: create the resource only if it does not exist.", isRequired: false, maxLength: null);
        }

        if (facts.AcceptsIdempotencyKey)
        {
            yield return Header(IdempotencyKey.Header, "1–128 visible ASCII characters; a repeated request with the same key returns the first result again.",
                isRequired: false, maxLength: 128);
        }
    }

    private static OpenApiParameter Of(QueryParameter parameter)
    {
        var (shape, one) = (parameter.Shape, SchemaOf(parameter.Shape));
        return new()
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = shape.IsMany ? $"{parameter.Summary} Several values (repeated or separated by commas) match any of them." : parameter.Summary,
            Required = shape.IsRequired,
            Schema = shape.IsMany ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MaxItems = shape.MaxValues, UniqueItems = true } : one,
            Explode = shape.IsMany,
            Style = ParameterStyle.Form,
        };
    }

    private static OpenApiSchema SchemaOf(QueryShape shape)
    {
        var schema = new OpenApiSchema
        {
            Type = shape.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
            Format = shape.Format,
            Enum = shape.Allowed is { } allowed ? [.. allowed.Select(static value => (JsonNode)JsonValue.Create(value)!)] : null,
            Default = shape.Default is { } fallback ? JsonNode.Parse(fallback) : null,
        };
        if (schema.Type == JsonSchemaType.Integer)
        {
            (schema.Minimum, schema.Maximum) = (shape.Min?.ToString(CultureInfo.InvariantCulture), shape.Max?.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            (schema.MinLength, schema.MaxLength) = (shape.Min, shape.Max);
        }

        return schema;
    }

    private static OpenApiParameter Header(string name, string summary, bool isRequired, int? maxLength) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = summary,
        Required = isRequired,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
    };
}
