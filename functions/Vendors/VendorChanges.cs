using Marketplace.Functions.Audit;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Outbox;

namespace Marketplace.Functions.Vendors;

/// <summary>Commits what a rule decided, with its audit entry; says how it went.</summary>
internal sealed class VendorChanges(VendorStore store)
{
    /// <summary>The version that edits and decisions name.</summary>
    public static EntityTag Tag(Vendor vendor) => EntityTag.OfVersion(vendor.Revision);

    /// <returns>The vendor as it is now, or the problem to answer with: the rule's refusal, or 412 because somebody else was first.</returns>
    public async Task<(Vendor? Vendor, Problem? Problem)> CommitAsync(
        StoredVendor? before, Decided<Vendor> decided, AuditAction action, Audited audited, CancellationToken cancellationToken, string? reason = null)
    {
        if (decided.IsRefused)
        {
            return (null, new Problem(decided.Refusal));
        }

        var after = decided.Value;
        var draft = audited.Record(
            action, VendorStore.ChainOf(after.Code.Value), VendorDiff.Between(before?.Vendor, after), reason, VendorDiff.BetweenContacts(before?.Vendor, after));
        if (await store.CommitAsync(new VendorChange(before, after, draft), cancellationToken) is OutboxOutcome.Committed)
        {
            return (after, null);
        }

        return (null, await StaleAsync(after.Code, cancellationToken));
    }

    private async Task<Problem> StaleAsync(CreditCode code, CancellationToken cancellationToken) =>
        await store.ReadAsync(code, cancellationToken) is { Vendor: var current } ? Problems.Stale(Tag(current)) : new Problem(new Refusal(ProblemCodes.Stale));
}
