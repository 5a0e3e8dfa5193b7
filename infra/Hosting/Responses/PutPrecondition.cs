using System.Reflection;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Hosting.Responses;

/// <summary>
/// The precondition of a PUT that creates or replaces (RFC 9110, sections 13.1.1 and 13.1.2): <c>If-Match</c> to replace, <c>If-None-Match: *</c> or
/// nothing to create. Which one is required depends on whether the resource exists, so the handler calls <see cref="Check"/>.
/// </summary>
public sealed class PutPrecondition : IBindableFromHttpContext<PutPrecondition>, IEndpointParameterMetadataProvider
{
    private readonly IfMatch? _match;
    private readonly bool _mustBeNew;

    private PutPrecondition(IfMatch? match, bool mustBeNew) => (_match, _mustBeNew) = (match, mustBeNew);

    /// <summary>
    /// Null when the precondition holds, otherwise the problem: 412 for another version, 428 when an existing resource is replaced without <c>If-Match</c>.
    /// </summary>
    /// <param name="current">Tag of the existing resource; null when there is none.</param>
    public Problem? Check(EntityTag? current)
    {
        if (current is not { } tag)
        {
            return _match is null ? null : new Problem(new Refusal(ProblemCodes.Stale));
        }

        if (_match is null && !_mustBeNew)
        {
            return new Problem(new Refusal(ProblemCodes.PreconditionRequired)) { ETag = tag };
        }

        return !_mustBeNew && _match!.Matches(tag) ? null : Problems.Stale(tag);
    }

    static ValueTask<PutPrecondition?> IBindableFromHttpContext<PutPrecondition>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (match, none) = (context.Request.Headers.IfMatch, context.Request.Headers.IfNoneMatch);
        var read = match.Count > 0 ? IfMatch.Read(match) : null;
        if ((match.Count == 0 || read is not null) && none is [] or ["*"])
        {
            return new(new PutPrecondition(read, none.Count > 0));
        }

        RequestState.Of(context)
            .Refuse(Refusal.Invalid(none is [] or ["*"] ? FieldError.InvalidFormat("If-Match") : FieldError.InvalidFormat("If-None-Match").Accepting("*")));
        return default;
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsPutPrecondition());
}

internal sealed record AcceptsPutPrecondition;
