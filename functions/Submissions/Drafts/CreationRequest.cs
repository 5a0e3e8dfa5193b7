using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>A request that makes something, in the form that lets its repetition find what was made.</summary>
/// <param name="Access">Who may what.</param>
/// <param name="Audited">Who acts, and when.</param>
/// <param name="Language">Language of the answer.</param>
/// <param name="Key">Made from the caller and the <c>Idempotency-Key</c>; random without one.</param>
/// <param name="Digest">Digest of what was asked for.</param>
internal sealed record CreationRequest(AccessScope Access, Audited Audited, Language Language, string Key, string Digest)
{
    public static CreationRequest Of(AccessScope access, Audited audited, Language language, IdempotencyKey key, string digest) =>
        new(access, audited, language, key.Value is { } given ? AuditChain.Digest($"{access.Caller.Id}\n{given}") : EventIds.New(), digest);
}
