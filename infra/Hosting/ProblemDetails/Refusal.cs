namespace Marketplace.Hosting.ProblemDetails;

/// <summary>An expected refusal: returned by a rule, a reader or a store, which throw only for defects and outages.</summary>
/// <param name="Code">A code of the problem texts; it determines the HTTP status and is the same in all languages.</param>
/// <param name="Errors">The errors by field; empty when the refusal concerns the whole request.</param>
public sealed record Refusal(string Code, params IReadOnlyList<FieldError> Errors)
{
    /// <summary>The input is invalid: 400.</summary>
    public static Refusal Invalid(params IReadOnlyList<FieldError> errors) => new(ProblemCodes.Invalid, errors);

    /// <summary>The resource does not exist, or the caller may not know that it exists: 404.</summary>
    public static Refusal NotFound { get; } = new(ProblemCodes.NotFound);
}
