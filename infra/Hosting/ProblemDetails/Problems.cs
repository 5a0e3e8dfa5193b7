using Marketplace.Hosting.Responses;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The problems that a handler returns.</summary>
public static class Problems
{
    /// <summary>404: the resource does not exist, or the caller may not know that it exists.</summary>
    public static Problem NotFound() => Refusal.NotFound;

    /// <summary>400 with the errors by field.</summary>
    public static Problem Invalid(params IReadOnlyList<FieldError> errors) => Refusal.Invalid(errors);

    /// <summary>The status that the texts give <paramref name="code"/>; mostly 409.</summary>
    public static Problem Conflict(string code) => new Refusal(code);

    /// <summary>403: outside the caller's scope, but the caller may know that it exists.</summary>
    public static Problem Forbidden() => new Refusal(ProblemCodes.Forbidden);

    /// <summary>412 with the current tag.</summary>
    public static Problem Stale(EntityTag current) => new(new Refusal(ProblemCodes.Stale)) { ETag = current };

    /// <summary>503 with <c>Retry-After</c>.</summary>
    public static Problem Unavailable(TimeSpan retryAfter) => new(new Refusal(ProblemCodes.Unavailable)) { RetryAfter = retryAfter };
}
