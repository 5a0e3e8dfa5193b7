using Marketplace.Functions.Values;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Persons;

/// <summary>What a request about a person must say.</summary>
internal static class PersonRules
{
    public static IReadOnlyList<FieldError> Check(PersonRequest request)
    {
        var errors = new FieldErrors();
        errors.Text("issuer", request.Issuer, most: 512, least: 1, required: true);
        errors.Text("subject", request.Subject, most: 255, least: 1, required: true);
        errors.Text("reason", request.Reason, most: 500, least: 2, required: true, lines: true);
        return errors.All;
    }
}
