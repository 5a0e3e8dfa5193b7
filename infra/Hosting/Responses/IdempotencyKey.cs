using System.Reflection;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.Hosting.Responses;

/// <summary>
/// The optional <c>Idempotency-Key</c> of a request that creates something; handlers have it as a parameter and are not run when it is malformed.
/// </summary>
public sealed class IdempotencyKey : IBindableFromHttpContext<IdempotencyKey>, IEndpointParameterMetadataProvider
{
    internal const string Header = "Idempotency-Key";

    private const int MaxLength = 128;

    private IdempotencyKey(string? value) => Value = value;

    /// <summary>1–128 visible ASCII characters; null when the client sent none.</summary>
    public string? Value { get; }

    static ValueTask<IdempotencyKey?> IBindableFromHttpContext<IdempotencyKey>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0 || (header is [{ Length: > 0 and <= MaxLength } key] && RequestTrace.IsVisible(key)))
        {
            return new(new IdempotencyKey(header.Count == 0 ? null : header[0]));
        }

        RequestState.Of(context)
            .Refuse(Refusal.Invalid(header[0] is { Length: > MaxLength } ? FieldError.TooLong(Header, MaxLength) : FieldError.InvalidFormat(Header)));
        return default;
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsIdempotencyKey());
}

internal sealed record AcceptsIdempotencyKey;
