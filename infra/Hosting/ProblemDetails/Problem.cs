using Marketplace.Hosting.Responses;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>A refusal as a response: <c>application/problem+json</c> (RFC 9457) in the client's language.</summary>
/// <param name="Refusal">The refusal.</param>
public sealed record Problem(Refusal Refusal) : IResult
{
    /// <summary>When to try again, rounded up to whole seconds, at least one; null for no <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The resource's current tag, for 412.</summary>
    public EntityTag? ETag { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, this);

    /// <summary>The problem of a refusal.</summary>
    public static implicit operator Problem(Refusal refusal) => new(refusal);

    /// <summary>The problem of a refusal.</summary>
    public static Problem FromRefusal(Refusal refusal) => new(refusal);
}
