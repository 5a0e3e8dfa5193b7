using Marketplace.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Lets the repetition of a request that creates something find what was created.</summary>
/// <param name="Value">Made from the caller and the <c>Idempotency-Key</c>; random without one.</param>
/// <param name="Digest">Digest of what was asked for.</param>
internal sealed record CreationKey(string Value, string Digest)
{
    public static CreationKey Of(RequestContext context, IdempotencyKey key, string digest) =>
        new(key.Value is { } given ? AuditChain.Digest($"{context.Caller.Id}\n{given}") : EventIds.New(), digest);
}
