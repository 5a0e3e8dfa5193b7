using Marketplace.Hosting.Responses;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>The problems a handler answers with.</summary>
public static class Problems
{
    /// <summary>404: no such thing, or somebody else's.</summary>
    public static Problem NotFound() => Refusal.NotFound;

    /// <summary>400 with what is wrong where.</summary>
    public static Problem Invalid(params IReadOnlyList<FieldError> errors) => Refusal.Invalid(errors);

    /// <summary>Whatever status the texts give <paramref name="code"/>, 409 for most.</summary>
    public static Problem Conflict(string code) => new Refusal(code);

    /// <summary>403: the caller's scope does not reach this, and may know that it exists.</summary>
    public static Problem Forbidden() => new Refusal(ProblemCodes.Forbidden);

    /// <summary>412 with the current tag.</summary>
    public static Problem Stale(EntityTag current) => new(new Refusal(ProblemCodes.Stale)) { ETag = current };

    /// <summary>503 with <c>Retry-After</c>.</summary>
    public static Problem Unavailable(TimeSpan retryAfter) => new(new Refusal(ProblemCodes.Unavailable)) { RetryAfter = retryAfter };
}
