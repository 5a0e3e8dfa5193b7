using System.Reflection;
using System.Security.Cryptography;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Hosting.Bodies;

/// <summary>A valid JSON body; handlers have it as a parameter and are not run when the body is refused (400, 413, 415).</summary>
/// <typeparam name="T">A type of a registered context.</typeparam>
public sealed class JsonBody<T> : IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : notnull
{
    private readonly ReadOnlyMemory<byte> _utf8;

    private JsonBody(T value, ReadOnlyMemory<byte> utf8) => (Value, _utf8) = (value, utf8);

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>SHA-256 of the body as sent, in lower-case hexadecimal: shows whether a repeated request is the same.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(_utf8.Span));

    static async ValueTask<JsonBody<T>?> IBindableFromHttpContext<JsonBody<T>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, refusal) = await BodyReader.ReadAsync(context, BodyReader.JsonTypes);
        if (refusal is null)
        {
            var read = context.RequestServices.GetRequiredService<StrictJson>().Read<T>(utf8);
            if (read.IsValid)
            {
                return new(read.Value, utf8);
            }

            refusal = Refusal.Invalid(read.Errors);
        }

        RequestState.Of(context).Refuse(refusal);
        return null;
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyShape(typeof(T), "application/json"));
}

/// <summary>The body of a route, for the API document.</summary>
/// <param name="Type">The type; null for a body of lines.</param>
/// <param name="ContentType">The media type.</param>
internal sealed record BodyShape(Type? Type, string ContentType);
