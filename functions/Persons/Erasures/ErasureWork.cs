using Marketplace.Aggregates;
using Marketplace.Audit;
using Marketplace.Audit.Erasure;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>
/// Carries out confirmed erasures. The message that tells of the confirmation comes again until it is done, so that a process that dies in the
/// middle leaves nothing half erased: what is erased twice is named by two records, and a person is forgotten last.
/// </summary>
internal sealed class ErasureWork(ErasureStore store, PersonErasure persons, TimeProvider time) : IProjection
{
    public string Name => "erasures";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        ProjectionLoop.ForEachAsync(chains.Select(ErasureStore.Type.IdIn).OfType<string>(), EraseAsync, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => CatchUpAsync(chains, cancellationToken);

    private async ValueTask EraseAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { State: { State: ErasureState.Confirmed, Person: { } person } erasure } stored)
        {
            return;
        }

        var chain = ErasureStore.Type.ChainOf(id);
        var erasing = AuditContext.System($"{chain}#{erasure.Revision}", time.GetUtcNow());
        var draft = erasing.Of(PersonActions.Erased, erasure.Reason).ToDraft(chain, ParticipantsOf(erasure));
        await persons.RunAsync(person.Issuer, person.Subject, id, draft, cancellationToken);
        var completing = erasing with { At = time.GetUtcNow() };
        await store.CommitAsync(
            new Change<Erasure>(stored, ErasureRules.Complete(erasure, completing.At), completing.Of(PersonActions.ErasureCompleted)), cancellationToken);
    }

    /// <summary>Who was erased, and by whom, in the hashed text: no later erasure can blank it.</summary>
    private static AuditDifferences ParticipantsOf(Erasure erasure) => new(
        [
            new AuditChange("person", null, erasure.Id),
            new AuditChange("requestedBy", null, erasure.RequestedBy),
            new AuditChange("confirmedBy", null, erasure.ConfirmedBy),
        ], []);
}
