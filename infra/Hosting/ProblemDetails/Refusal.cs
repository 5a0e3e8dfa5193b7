namespace Marketplace.Hosting.ProblemDetails;

/// <summary>An expected no: what a rule, a reader or a store answers instead of throwing.</summary>
/// <param name="Code">A code that the problem texts know; it decides the HTTP status and never changes with language.</param>
/// <param name="Errors">What is wrong where; empty when the refusal concerns the whole request.</param>
public sealed record Refusal(string Code, params IReadOnlyList<FieldError> Errors)
{
    /// <summary>The input is invalid: 400.</summary>
    public static Refusal Invalid(params IReadOnlyList<FieldError> errors) => new(ProblemCodes.Invalid, errors);

    /// <summary>There is no such thing, or it is not the caller's to know about: 404.</summary>
    public static Refusal NotFound { get; } = new(ProblemCodes.NotFound);
}
