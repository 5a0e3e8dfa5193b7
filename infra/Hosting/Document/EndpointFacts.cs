using System.Globalization;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Marketplace.Hosting.Document;

/// <summary>What the metadata of an endpoint says about it.</summary>
internal sealed record EndpointFacts(HttpFunction Function, string Method, bool HasPathValues, EndpointMetadataCollection Metadata)
{
    public Permission? Permission { get; } = Metadata.GetMetadata<AccessPolicy>()?.Permission;

    public IReadOnlyList<QueryParameter> Parameters { get; } = Metadata.GetMetadata<ReadParameters>()?.Parameters ?? [];

    public BodyShape? Body { get; } = Metadata.GetMetadata<BodyShape>();

    public bool RequiresIfMatch => Metadata.GetMetadata<RequiresIfMatch>() is not null;

    public bool AcceptsPutPrecondition => Metadata.GetMetadata<AcceptsPutPrecondition>() is not null;

    public bool AcceptsIdempotencyKey => Metadata.GetMetadata<AcceptsIdempotencyKey>() is not null;

    public string? BodyExample => Metadata.GetMetadata<BodyExample>()?.Json;

    public string? ResponseExample => Metadata.GetMetadata<ResponseExample>()?.Json;

    /// <summary>Permission, rate limit and body limit in one paragraph.</summary>
    public string Description => string.Join(' ', new[] { Access, Rate, Size }.OfType<string>());

    /// <summary>Every problem code the endpoint can respond with, most of them implied by its metadata.</summary>
    public IEnumerable<string> Codes => Metadata.GetOrderedMetadata<RefusedCodes>().SelectMany(static refused => refused.Codes)
        .Concat(Implied().Where(static implied => implied.Holds).Select(static implied => implied.Code))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private bool IsCounted => Metadata.GetMetadata<ExemptFromLimits>() is null;

    private string? Access => Permission is null ? "No access token is required."
        : $"Permission {Permission}: {string.Join(", ", Permission.Grants.Select(static grant => $"{grant.Role} ({CamelCase<Scope>.Name(grant.Scope)})"))}.";

    private string? Rate
    {
        get
        {
            var rate = RateLimiter.ClassOf(Metadata, Method);
            return IsCounted
                ? string.Create(CultureInfo.InvariantCulture,
                    $"Rate class {rate.Name}: in {rate.Window.TotalSeconds} s, {rate.Anonymous} requests per client address without a token or {rate.SignedIn} per signed-in caller, counted in each process.")
                : null;
        }
    }

    private string? Size => Body is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"The request body is limited to {Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default} bytes.");

    public static EndpointFacts Of(ApiDescription description)
    {
        var metadata = new EndpointMetadataCollection(description.ActionDescriptor.EndpointMetadata);
        return new(
            (HttpFunction)metadata.GetRequiredMetadata<FunctionBinding>(),
            description.HttpMethod ?? HttpMethods.Get,
            description.RelativePath?.Contains('{', StringComparison.Ordinal) ?? false,
            metadata);
    }

    private IEnumerable<(string Code, bool Holds)> Implied() =>
    [
        (ProblemCodes.Invalid, true),
        (ProblemCodes.InvalidCursor, Parameters.Contains(Paging.Cursor)),
        (ProblemCodes.Unauthenticated, Permission is not null),
        (ProblemCodes.Forbidden, Permission is { IsPublic: false }),
        (ProblemCodes.NotFound, HasPathValues),
        (ProblemCodes.IdempotencyKeyReused, AcceptsIdempotencyKey),
        (ProblemCodes.Stale, RequiresIfMatch || AcceptsPutPrecondition),
        (ProblemCodes.PreconditionRequired, RequiresIfMatch || AcceptsPutPrecondition),
        (ProblemCodes.TooLarge, Body is not null),
        (ProblemCodes.UnsupportedMediaType, Body is not null),
        (ProblemCodes.TooManyRequests, IsCounted),
        (ProblemCodes.Unexpected, true),
        (ProblemCodes.Busy, IsCounted),
        (ProblemCodes.Timeout, true),
        (ProblemCodes.Unavailable, true),
    ];
}
