using System.Reflection;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Responses;

/// <summary>The required <c>If-Match</c> of a change (RFC 9110, section 13.1.1); without it the handler is not run and the response is 428.</summary>
public sealed class IfMatch : IBindableFromHttpContext<IfMatch>, IEndpointParameterMetadataProvider
{
    private readonly IList<EntityTagHeaderValue> _tags;

    private IfMatch(IList<EntityTagHeaderValue> tags) => _tags = tags;

    /// <summary>Whether the client changes the current version; by strong comparison, so that a weak tag never matches. <c>*</c> matches all.</summary>
    public bool Matches(EntityTag current)
    {
        var text = current.ToString();
        return _tags.Any(tag => tag.Tag == "*" || (!tag.IsWeak && tag.Tag == text));
    }

    /// <summary>The tags of a header; null when they are malformed.</summary>
    internal static IfMatch? Read(StringValues header) => EntityTagHeaderValue.TryParseStrictList(header, out var tags) ? new IfMatch(tags) : null;

    static ValueTask<IfMatch?> IBindableFromHttpContext<IfMatch>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count > 0 && Read(header) is { } match)
        {
            return new(match);
        }

        RequestState.Of(context).Refuse(header.Count == 0 ? new(ProblemCodes.PreconditionRequired) : Refusal.Invalid(FieldError.InvalidFormat("If-Match")));
        return default;
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RequiresIfMatch());
}

internal sealed record RequiresIfMatch;
