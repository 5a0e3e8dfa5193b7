using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Functions.Events;

namespace Marketplace.Functions.Audit;

/// <summary>
/// Records what changes no aggregate: looks at protected data, and what operators do. It goes to the actor's own chain, so that nobody
/// waits for anybody else, and under a pseudonym, so that the chain's name stays when the person is erased.
/// </summary>
internal sealed class ActorLog(ChainAppender chains, ActorPseudonyms pseudonyms, ChangeEvents events)
{
    /// <summary>First part of the chains' names.</summary>
    public const string Chains = "actors";

    /// <summary>Records an action before it is carried out or its response given: what could not be recorded does not happen.</summary>
    /// <param name="audit">Who acts, in which request, and when.</param>
    /// <param name="action">What is done.</param>
    /// <param name="target">What it is done to, such as <c>listings/abc</c>.</param>
    /// <param name="reason">Reason given, if the action takes one.</param>
    /// <param name="differences">What it changes.</param>
    /// <param name="cancellationToken">Stops waiting; the action may have been recorded.</param>
    /// <returns>The entry.</returns>
    public async Task<AuditLink> RecordAsync(
        AuditContext audit, AuditAction action, string target, string? reason, AuditDifferences differences, CancellationToken cancellationToken)
    {
        var link = await chains.AppendAsync(PartitionOf(audit.Actor), audit.Of(action, reason).ToDraft(target, differences), cancellationToken);
        await events.TryAnnounceAsync([link.Chain], cancellationToken);
        return link;
    }

    /// <summary>Name of the chain of an actor.</summary>
    public string ChainOf(AuditActor actor) => $"{Chains}/{PartitionOf(actor)}";

    /// <summary>The same for an action that takes no reason.</summary>
    public Task<AuditLink> RecordAsync(
        AuditContext audit, AuditAction action, string target, AuditDifferences differences, CancellationToken cancellationToken) =>
        RecordAsync(audit, action, target, null, differences, cancellationToken);

    /// <summary>The same for an action that changes nothing the trail has to name.</summary>
    public Task<AuditLink> RecordAsync(AuditContext audit, AuditAction action, string target, string? reason, CancellationToken cancellationToken) =>
        RecordAsync(audit, action, target, reason, AuditDifferences.None, cancellationToken);

    /// <summary>The same for an action that takes no reason and changes nothing the trail has to name.</summary>
    public Task<AuditLink> RecordAsync(AuditContext audit, AuditAction action, string target, CancellationToken cancellationToken) =>
        RecordAsync(audit, action, target, null, AuditDifferences.None, cancellationToken);

    private string PartitionOf(AuditActor actor) => pseudonyms.Of(actor.Issuer, actor.Subject);
}
