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

/// <summary>What an endpoint declares, gathered from its metadata.</summary>
internal sealed record EndpointFacts(HttpFunction Function, string Method, bool HasPathValues, EndpointMetadataCollection Metadata)
{
    public Permission? Permission { get; } = Metadata.GetMetadata<AccessPolicy>()?.Permission;

    public IReadOnlyList<QueryParameter> Parameters { get; } = Metadata.GetMetadata<ReadParameters>()?.Parameters ?? [];

    public BodyShape? Body { get; } = Metadata.GetMetadata<BodyShape>();

    public bool NeedsIfMatch => Metadata.GetMetadata<RequiresIfMatch>() is not null;

    public bool TakesPutCondition => Metadata.GetMetadata<TakesPutPrecondition>() is not null;

    public bool TakesIdempotencyKey => Metadata.GetMetadata<TakesIdempotencyKey>() is not null;

    public string? BodyExample => Metadata.GetMetadata<BodyExample>()?.Json;

    public string? AnswerExample => Metadata.GetMetadata<ResponseExample>()?.Json;

    /// <summary>Who may call, how often, and how much it takes, in one paragraph.</summary>
    public string Terms => string.Join(' ', new[] { Access, Rate, Size }.OfType<string>());

    /// <summary>Every problem code the endpoint can answer, most of them implied by what it declares.</summary>
    public IEnumerable<string> Codes => Metadata.GetOrderedMetadata<RefusedCodes>().SelectMany(static refused => refused.Codes)
        .Concat(Implied().Where(static implied => implied.Holds).Select(static implied => implied.Code))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private bool IsCounted => Metadata.GetMetadata<ExemptFromLimits>() is null;

    private string? Access => Permission is null ? "Open to everybody." : $"Permission {Permission}: {string.Join(", ", Permission.Grants.Select(static grant => $"{grant.Role} ({CamelCase<Scope>.Name(grant.Scope)})"))}.";

    private string? Rate
    {
        get
        {
            var rate = RateLimiter.ClassOf(Metadata, Method);
            return IsCounted
                ? string.Create(CultureInfo.InvariantCulture, $"Rate class {rate.Name}: per {rate.Window.TotalSeconds} s {rate.Anonymous} requests an address without a token, {rate.SignedIn} a signed-in caller, in each process.")
                : null;
        }
    }

    private string? Size => Body is null ? null : string.Create(CultureInfo.InvariantCulture, $"The body has at most {Metadata.GetMetadata<BodyLimit>()?.Bytes ?? BodyLimit.Default} bytes.");

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
        (ProblemCodes.IdempotencyKeyReused, TakesIdempotencyKey),
        (ProblemCodes.Stale, NeedsIfMatch || TakesPutCondition),
        (ProblemCodes.PreconditionRequired, NeedsIfMatch || TakesPutCondition),
        (ProblemCodes.TooLarge, Body is not null),
        (ProblemCodes.UnsupportedMediaType, Body is not null),
        (ProblemCodes.TooManyRequests, IsCounted),
        (ProblemCodes.Unexpected, true),
        (ProblemCodes.Busy, IsCounted),
        (ProblemCodes.Timeout, true),
        (ProblemCodes.Unavailable, true),
    ];
}
