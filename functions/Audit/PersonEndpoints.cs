using Marketplace.Audit;
using Marketplace.Audit.Erasure;
using Marketplace.Functions.Access;
using Marketplace.Functions.Events;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Audit;

/// <summary>What the trail knows of a person, exported or erased on that person's request (个人信息权益).</summary>
internal static class PersonEndpoints
{
    private const string Target = "persons";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static void MapPersonOperations(this RouteGroupBuilder operations)
    {
        var persons = operations.MapGroup("/persons").TimeLimit(Limit);
        persons.MapPost("/export", ExportAsync).WithName("exportPerson").WithSummary("Everything the audit trail knows of a person, as NDJSON").Allow(Permissions.ExportPersons);
        persons.MapPost("/erase", EraseAsync).WithName("erasePerson").WithSummary("Erase a person from the audit trail, which stays verifiable").Allow(Permissions.ErasePersons);
    }

    private static async Task<IResult> ExportAsync(
        JsonBody<PersonRequest> body, PersonErasure persons, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.PersonExported, Target, cancellationToken, body.Value.Reason);
        return new NdjsonStream("person", persons.FindAsync(body.Value.Issuer!, body.Value.Subject!, cancellationToken).Select(static hit => PersonLine.Of(hit)));
    }

    private static async Task<IResult> EraseAsync(
        JsonBody<PersonRequest> body,
        PersonErasure persons,
        ChangeEvents events,
        AccessScope access,
        RequestTrace trace,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var draft = Audited.By(access, trace, time).Record(AuditAction.PersonErased, Target, reason: body.Value.Reason);
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
