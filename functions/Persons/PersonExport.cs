using Marketplace.Audit.Erasure;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Persons;

/// <summary>What the trail knows of a person, given on that person's request (个人信息查阅、复制).</summary>
internal static class PersonExport
{
    private const string Target = "persons";

    public static async Task<IResult> ExportAsync(
        JsonBody<PersonRequest> body, PersonErasure persons, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        if (PersonRules.Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await log.RecordAsync(context.Audit, PersonActions.Exported, Target, body.Value.Reason, cancellationToken);
        return new NdjsonStream("person", persons.FindAsync(body.Value.Issuer!, body.Value.Subject!, cancellationToken)
            .Select(static hit => PersonLine.Of(hit)));
    }
}
