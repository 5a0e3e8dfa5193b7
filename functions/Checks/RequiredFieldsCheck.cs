using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Checks;

/// <summary>Whether the listing says what its kind and reuse model require; the codes are those of field errors.</summary>
internal sealed class RequiredFieldsCheck(ReferenceData reference) : ICheck
{
    public string Name => "requiredFields";

    public TimeSpan Deadline => TimeSpan.FromSeconds(5);

    public Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. ContentRules.Check(subject.Content, reference).Select(FindingOf)]);

    private static Finding FindingOf(FieldError error) => new(error.Code, FindingSeverity.Error, error.Field)
    {
        Values = error.Values.ToDictionary(StringComparer.Ordinal),
    };
}
