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

    /// <summary>Records an action before it is carried out or its answer given: what could not be recorded does not happen.</summary>
    public async Task RecordAsync(Audited audited, AuditAction action, string target, CancellationToken cancellationToken, string? reason = null)
    {
        var partition = pseudonyms.Of(audited.Actor.Issuer, audited.Actor.Subject);
        var link = await chains.AppendAsync(partition, audited.Record(action, target, reason: reason), cancellationToken);
        await events.TryAnnounceAsync([link.Chain], cancellationToken);
    }
}
