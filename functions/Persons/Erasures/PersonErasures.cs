using Marketplace.Aggregates;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Index;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>Erasure on a person's request (删除个人信息): one operator asks for it, another confirms it.</summary>
internal sealed class PersonErasures(ErasureStore store, PersonErasure persons, ActorPseudonyms pseudonyms)
{
    public async Task<IResult> RequestAsync(JsonBody<PersonRequest> body, RequestContext context, CancellationToken cancellationToken)
    {
        if (PersonRules.Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var (issuer, subject) = (body.Value.Issuer!, body.Value.Subject!);
        var id = pseudonyms.Of(issuer, subject);
        var known = await store.ReadAsync(id, cancellationToken);
        var count = await persons.CountAsync(issuer, subject, cancellationToken);
        var decided = ErasureRules.Request(known?.State, new Erasure(id, 1, ErasureState.Requested, body.Value.Reason!)
        {
            Person = new ErasedPerson(issuer, subject),
            Entries = count.Erased,
            Kept = count.Kept,
            RequestedBy = OperatorOf(context),
            RequestedAt = context.Now,
        });
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        if (ReferenceEquals(decided.Value, known?.State))
        {
            return Accepted(decided.Value);
        }

        var change = new Change<Erasure>(known, decided.Value, context.Audit.Of(PersonActions.ErasureRequested, body.Value.Reason));
        return await store.CommitAsync(change, cancellationToken) is OutboxOutcome.Committed
            ? Accepted(decided.Value)
            : await store.StaleAsync(id, cancellationToken);
    }

    public async Task<IResult> ReadAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { State: var erasure }
            ? ApiResults.Ok(ErasureItem.Of(erasure), store.TagOf(erasure))
            : Problems.NotFound();

    public Task<IResult> ConfirmAsync(string id, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        var confirm = new ChangeRequest<Erasure>(
            PersonActions.ErasureConfirmed, erasure => ErasureRules.Confirm(erasure, OperatorOf(context), context.Now))
        {
            IsVisible = static _ => true,
            Respond = (stored, _) => Accepted(stored.State),
            IfMatch = ifMatch,
        };
        return store.ChangeAsync(id, confirm, context, cancellationToken);
    }

    private Accepted<ErasureItem> Accepted(Erasure erasure) =>
        ApiResults.Accepted($"/api/operations/persons/erasures/{erasure.Id}", ErasureItem.Of(erasure), store.TagOf(erasure));

    private string OperatorOf(RequestContext context) => pseudonyms.Of(context.Caller.Issuer, context.Caller.Subject);
}

/// <summary>The erasure of a person from the audit trail.</summary>
/// <param name="Id">Pseudonym of the person.</param>
/// <param name="State">How far it is.</param>
/// <param name="Issuer">Issuer of the person's tokens; absent once erased.</param>
/// <param name="Subject">Subject there; absent once erased.</param>
/// <param name="Reason">Why.</param>
/// <param name="Entries">Entries of the trail that named the person when it was asked for; these are erased.</param>
/// <param name="Kept">Entries about erasures in which the person acted as an operator; these are kept.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ExpiresAt">Until when a second operator can confirm it.</param>
/// <param name="ConfirmedAt">When that was done.</param>
/// <param name="CompletedAt">When it was carried out.</param>
public sealed record ErasureItem(
    string Id,
    ErasureState State,
    string? Issuer,
    string? Subject,
    string Reason,
    long Entries,
    long Kept,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? CompletedAt)
{
    internal static ErasureItem Of(Erasure erasure) => new(
        erasure.Id, erasure.State, erasure.Person?.Issuer, erasure.Person?.Subject, erasure.Reason, erasure.Entries, erasure.Kept, erasure.RequestedAt,
        erasure.ExpiresAt, erasure.ConfirmedAt, erasure.CompletedAt);
}
