using Azure;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.ReadModels;

/// <summary>
/// The lists of submissions by owner and, while somebody waits for them, by region: views over all listings. Each write names the revision it shows and
/// the row it read, so that nothing older replaces something newer, however late storage receives it.
/// </summary>
internal sealed class SubmissionLists(SubmissionStore store, TableClient table) : IProjection
{
    public const string TableName = "SubmissionLists";

    public string Name => "submissions";

    public Task CatchUpAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => UpdateAsync(chains, isRebuild: false, cancellationToken);

    public Task RebuildAsync(IReadOnlyList<string> chains, CancellationToken cancellationToken) => UpdateAsync(chains, isRebuild: true, cancellationToken);

    /// <summary>Shows at once what was just made, so that its maker finds it listed; the event brings it in any case.</summary>
    public async Task TryShowAsync(string listingId, CancellationToken cancellationToken)
    {
        try
        {
            await ShowAsync(listingId, isRebuild: false, cancellationToken);
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

    /// <summary>Whether an owner has at least so many drafts.</summary>
    public async Task<bool> HasDraftsAsync(string ownerKey, int count, CancellationToken cancellationToken)
    {
        var drafts = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SummaryRows.PartitionOf(ownerKey)} and State eq {nameof(LifecycleState.Draft)}");
        await foreach (var _ in table.QueryAsync(filter, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            drafts++;
            if (drafts == count)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What waits in a region and below it; everywhere for an empty code.</summary>
    public Task<IReadOnlyList<SubmissionSummary>> ReadWaitingAsync(string region, CancellationToken cancellationToken) =>
        ReadAsync(SummaryRows.InRegion(region), cancellationToken);

    private Task UpdateAsync(IReadOnlyList<string> chains, bool isRebuild, CancellationToken cancellationToken) =>
        ProjectionLoop.ForEachAsync(chains.Select(ListingStore.Type.IdIn).OfType<string>(), async (listingId, stop) =>
        {
            if (await store.HasSubmissionsAsync(listingId, stop))
            {
                await ShowAsync(listingId, isRebuild, stop);
            }
        }, cancellationToken);

    private async Task<IReadOnlyList<SubmissionSummary>> ReadAsync(string filter, CancellationToken cancellationToken)
    {
        var found = new List<SubmissionSummary>();
        await foreach (var row in table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            found.Add(SummaryRows.FromRow(row));
        }

        return found;
    }

    private async Task ShowAsync(string listingId, bool isRebuild, CancellationToken cancellationToken)
    {
        foreach (var submission in await store.ReadAllOfAsync(listingId, cancellationToken) ?? [])
        {
            var summary = SubmissionSummary.Of(submission);
            await RetryPolicy.RunAsync(summary.Id.ToString(), stop => TryShowAsync(summary, isRebuild, stop), cancellationToken);
        }
    }

    /// <summary>The owner's row is written last, so that a submission whose row is up to date needs nothing else.</summary>
    private async Task<bool> TryShowAsync(SubmissionSummary summary, bool isRebuild, CancellationToken cancellationToken)
    {
        var (partition, key) = SummaryRows.OwnerKey(summary);
        var known = await table.GetEntityIfExistsAsync(partition, key, cancellationToken: cancellationToken);
        if (IsUpToDate(known, summary, isRebuild))
        {
            return true;
        }

        if (summary.Version > 0 && !await TryShowWaitingAsync(summary, isRebuild, cancellationToken))
        {
            return false;
        }

        var row = SummaryRows.ToRow(summary, partition, key);
        return (known is null
            ? await table.AddEntityAsync(row, cancellationToken)
            : await table.UpdateEntityAsync(row, known.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;
    }

    /// <summary>Moves a submission into, within or out of what waits, together with the row that says how recent that is and where it lies.</summary>
    private async Task<bool> TryShowWaitingAsync(SubmissionSummary summary, bool isRebuild, CancellationToken cancellationToken)
    {
        var known = await table.GetEntityIfExistsAsync(SummaryRows.Waiting, SummaryRows.PlaceKey(summary), cancellationToken: cancellationToken);
        if (IsUpToDate(known, summary, isRebuild))
        {
            return true;
        }

        var place = SummaryRows.ToPlace(summary);
        var moves = new List<TableTransactionAction>
        {
            known is null ? TableTransactionAction.Add(place) : TableTransactionAction.Update(place, known.ETag, TableUpdateMode.Replace),
        };
        if (summary.IsWaiting)
        {
            var row = SummaryRows.ToRow(summary, SummaryRows.Waiting, SummaryRows.WaitingKey(summary));
            moves.Add(TableTransactionAction.Upsert(row, TableUpdateMode.Replace));
        }

        var left = SummaryRows.PlaceIn(known) ?? SummaryRows.WaitingKey(summary);
        if ((!summary.IsWaiting || left != SummaryRows.WaitingKey(summary))
            && await table.GetEntityIfExistsAsync(SummaryRows.Waiting, left, cancellationToken: cancellationToken) is { } waiting)
        {
            moves.Add(TableTransactionAction.Delete(SummaryRows.Waiting, left, waiting.ETag));
        }

        return (await table.SubmitTransactionAsync(moves, cancellationToken)).IsSaved;
    }

    /// <summary>A rebuild also writes again what is as recent.</summary>
    private static bool IsUpToDate(TableEntity? known, SubmissionSummary summary, bool isRebuild) =>
        SummaryRows.RevisionIn(known) is { } revision && (isRebuild ? revision > summary.Revision : revision >= summary.Revision);
}
