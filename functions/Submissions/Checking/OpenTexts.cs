using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>What was submitted and is not decided: compared with, but never shown to other submitters.</summary>
internal sealed class OpenTexts(SubmissionStore store) : IOpenTexts
{
    public async Task<ListingContent?> ReadOpenAsync(string listingId, CancellationToken cancellationToken) =>
        await store.ReadOpenAsync(listingId,
            cancellationToken) is { State: { State: LifecycleState.Submitted or LifecycleState.Checking or LifecycleState.InReview, Content: var content } }
            ? content
            : null;
}
