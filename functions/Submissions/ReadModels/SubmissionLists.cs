using Azure;
using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.ReadModels;

/// <summary>
/// The lists of submissions by owner and, while somebody waits for them, by region: views over all listings. Whoever writes looks again
/// afterwards, so that of two writers the one with the older state never has the last word.
/// </summary>
internal sealed class SubmissionLists(SubmissionStore store, TableClient table) : IProjection
{
    public const string TableName = "SubmissionLists";

    public string Name => "submissions";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) =>
        ProjectionLoop.ForEachAsync(chains.Select(ListingStore.Type.IdIn).OfType<string>(), async (listingId, stop) =>
        {
            if (await store.HasSubmissionsAsync(listingId, stop))
            {
                await ShowAsync(listingId, stop);
            }
        }, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => CatchUpAsync(chains, cancellationToken);

    /// <summary>Shows at once what was just made, so that its maker finds it listed; the event brings it in any case.</summary>
    public async Task TryShowAsync(string listingId, CancellationToken cancellationToken)
    {
        try
        {
            await ShowAsync(listingId, cancellationToken);
        }
        catch (RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            // The event brings it.
        }
    }

    /// <summary>The submissions of some owners, newest first.</summary>
    public async Task<IReadOnlyList<SubmissionSummary>> ReadOwnedAsync(IEnumerable<string> ownerKeys, CancellationToken cancellationToken)
    {
        var found = new List<SubmissionSummary>();
        foreach (var key in ownerKeys)
        {
            found.AddRange(await ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {SummaryRows.PartitionOf(key)}"), cancellationToken));
        }

        return [.. found.OrderByDescending(summary => summary.CreatedAt).ThenBy(summary => summary.Id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>What waits in a region and below it; everywhere for an empty code.</summary>
    public Task<IReadOnlyList<SubmissionSummary>> ReadWaitingAsync(string region, CancellationToken cancellationToken) =>
        ReadAsync(SummaryRows.InRegion(region), cancellationToken);

    private async Task<IReadOnlyList<SubmissionSummary>> ReadAsync(string filter, CancellationToken cancellationToken)
    {
        var found = new List<SubmissionSummary>();
        await foreach (var row in table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            found.Add(SummaryRows.FromRow(row));
        }

        return found;
    }

    private async Task ShowAsync(string listingId, CancellationToken cancellationToken)
    {
        for (long shown = -1; ;)
        {
            var submissions = await store.ReadAllOfAsync(listingId, cancellationToken) ?? [];
            var state = submissions.Sum(submission => submission.Revision);
            if (state == shown)
            {
                return;
            }

            foreach (var submission in submissions)
            {
                await ShowAsync(SubmissionSummary.Of(submission), cancellationToken);
            }

            shown = state;
        }
    }

    private async Task ShowAsync(SubmissionSummary summary, CancellationToken cancellationToken)
    {
        var (partition, key) = SummaryRows.OwnerKey(summary);
        var known = await table.GetEntityIfExistsAsync(partition, key, cancellationToken: cancellationToken) is { } row ? SummaryRows.FromRow(row) : null;
        foreach (var left in LeftWaiting(known, summary))
        {
            await table.DeleteEntityAsync(SummaryRows.Waiting, left, ETag.All, cancellationToken);
        }

        if (summary.IsWaiting)
        {
            await table.UpsertEntityAsync(SummaryRows.ToRow(summary, SummaryRows.Waiting, SummaryRows.WaitingKey(summary)),
                TableUpdateMode.Replace, cancellationToken);
        }

        if (known?.Revision != summary.Revision)
        {
            await table.UpsertEntityAsync(SummaryRows.ToRow(summary, partition, key), TableUpdateMode.Replace, cancellationToken);
        }
    }

    /// <summary>Where it may be waiting and should not: where its owner's row says, and where a writer put it that died before it wrote that row.</summary>
    private static IEnumerable<string> LeftWaiting(SubmissionSummary? known, SubmissionSummary summary)
    {
        if (known is not null && known.Region != summary.Region)
        {
            yield return SummaryRows.WaitingKey(known);
        }

        if (!summary.IsWaiting && summary.Version > 0)
        {
            yield return SummaryRows.WaitingKey(summary);
        }
    }
}
