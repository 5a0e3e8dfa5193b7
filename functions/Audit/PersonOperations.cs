using Marketplace.Audit;
using Marketplace.Audit.Erasure;
using Marketplace.Functions.Events;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Audit;

/// <summary>What the trail knows of a person, exported or erased on that person's request (个人信息权益).</summary>
internal static class PersonOperations
{
    private const string Target = "persons";

    public static async Task<IResult> ExportAsync(
        JsonBody<PersonRequest> body, PersonErasure persons, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await log.RecordAsync(context.Audit, TrailActions.PersonExported, Target, body.Value.Reason, cancellationToken);
        return new NdjsonStream("person", persons.FindAsync(body.Value.Issuer!, body.Value.Subject!, cancellationToken)
            .Select(static hit => PersonLine.Of(hit)));
    }

    public static async Task<IResult> EraseAsync(
        JsonBody<PersonRequest> body, PersonErasure persons, ChangeEvents events, RequestContext context, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var draft = context.Audit.Of(TrailActions.PersonErased, body.Value.Reason).ToDraft(Target, AuditDifferences.None);
        var result = await persons.RunAsync(body.Value.Issuer!, body.Value.Subject!, EventIds.New(), draft, cancellationToken);
        await events.TryAnnounceAsync([result.Record.Chain], cancellationToken);
        return ApiResults.Ok(new ErasureAnswer(result.Entries, result.IsComplete, result.Record.ToString()));
    }

    private static IReadOnlyList<FieldError> Check(PersonRequest request)
    {
        var errors = new FieldErrors();
        errors.Text("issuer", request.Issuer, most: 512, least: 1, required: true);
        errors.Text("subject", request.Subject, most: 255, least: 1, required: true);
        errors.Text("reason", request.Reason, most: 500, least: 2, required: true, lines: true);
        return errors.All;
    }
}
