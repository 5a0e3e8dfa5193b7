using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Listings.State;

/// <summary>
/// Keeps listings: one partition each, changed by one transaction that holds the state, the published version, the audit entry and
/// the event that the index waits for.
/// </summary>
internal sealed class ListingStore(TableClient table, OutboxWriter outbox)
{
    public const string TableName = "Listings";
    public const string Queue = "listing-index";

    /// <summary>First part of the names of the listings' audit chains.</summary>
    public const string Chains = "listings";

    public const string Changed = "listing.changed.1";

    /// <summary>Changes that one commit takes at most.</summary>
    public const int MaxChanges = 100;

    private const int ParallelWrites = 16;

    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    /// <summary>Name of a listing's audit chain, and of the listing in the trail.</summary>
    public static string ChainOf(string id) => $"{Chains}/{id}";

    /// <summary>The listing whose chain it is; null for another aggregate's.</summary>
    public static string? IdOf(string chain) => chain.StartsWith($"{Chains}/", StringComparison.Ordinal) ? chain[(Chains.Length + 1)..] : null;

    public async Task<StoredListing?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(id, ListingRows.State, cancellationToken: cancellationToken) is { } row ? ListingRows.FromState(row) : null;

    /// <summary>Reads several in parallel, in the order asked; null for what does not exist.</summary>
    public async Task<IReadOnlyList<StoredListing?>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new StoredListing?[ids.Count];
        await Parallel.ForAsync(0, ids.Count, Limit(cancellationToken), async (i, stop) => found[i] = await ReadAsync(ids[i], stop));
        return found;
    }

    public async Task<IReadOnlyList<PublishedVersion>> ReadVersionsAsync(string id, CancellationToken cancellationToken)
    {
        var versions = new List<PublishedVersion>();
        await foreach (var row in table.QueryAsync(TableFilter.RowKeyPrefix(id, ListingRows.VersionPrefix), cancellationToken: cancellationToken))
        {
            versions.Add(ListingRows.FromVersion(row));
        }

        return versions;
    }

    /// <summary>Reads a listing with rows that others keep in its partition, by one query.</summary>
    /// <param name="id">The listing.</param>
    /// <param name="others">Filter over the row keys of the others.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ListingPartition> ReadWithAsync(string id, string others, CancellationToken cancellationToken)
    {
        var (stored, rows) = ((StoredListing?)null, new List<TableEntity>());
        var filter = $"{TableClient.CreateQueryFilter($"PartitionKey eq {id} and (RowKey eq {ListingRows.State}")} or {others})";
        await foreach (var row in table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            if (row.RowKey == ListingRows.State)
            {
                stored = ListingRows.FromState(row);
            }
            else
            {
                rows.Add(row);
            }
        }

        return new ListingPartition(stored, rows);
    }

    /// <summary>Every listing there is, for a rebuild of the index: a scan of the table.</summary>
    public async IAsyncEnumerable<Listing> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {ListingRows.State}"), cancellationToken: cancellationToken))
        {
            yield return ListingRows.FromState(row).Listing;
        }
    }

    public async Task<OutboxOutcome> CommitAsync(ListingChange change, CancellationToken cancellationToken) => (await CommitAsync([change], cancellationToken))[0];

    /// <summary>Commits changes of different listings, each as a whole or not at all, under one message to the index.</summary>
    /// <returns>What became of each, in order: committed, or refused because somebody else was first.</returns>
    /// <exception cref="RequestFailedException">Storage is away. Each change may or may not have been made; a repeat finds out.</exception>
    public async Task<IReadOnlyList<OutboxOutcome>> CommitAsync(IReadOnlyList<ListingChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return [];
        }

        var items = changes.Select(change => new OutboxItem(change.After.Id, EventIds.New())).ToList();
        var intent = await outbox.BeginAsync(Changed, items, cancellationToken);
        var outcomes = new OutboxOutcome[changes.Count];
        await Parallel.ForAsync(0, changes.Count, Limit(cancellationToken), async (i, stop) =>
            outcomes[i] = (await intent.CommitAsync(table, items[i], Actions(changes[i]), stop)).Outcome);
        await intent.PublishAsync(cancellationToken);
        return outcomes;
    }

    /// <summary>Commits a change that others than the index act on.</summary>
    /// <param name="change">The change.</param>
    /// <param name="promise">The outbox whose consumers act on it.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made, and is then acted on.</param>
    /// <exception cref="RequestFailedException">Storage is away. The change may or may not have been made; a repeat finds out.</exception>
    public async Task<OutboxOutcome> CommitAsync(ListingChange change, OutboxWriter promise, string type, CancellationToken cancellationToken) =>
        (await promise.CommitAsync(table, type, new OutboxItem(change.After.Id, EventIds.New()), Actions(change), cancellationToken)).Outcome;

    /// <summary>The same with an intent that shows itself: one storage transaction less, for a consumer that waits for the commit.</summary>
    public async Task<OutboxOutcome> CommitUnseenAsync(ListingChange change, OutboxWriter promise, string type, CancellationToken cancellationToken)
    {
        var item = new OutboxItem(change.After.Id, EventIds.New());
        var intent = await promise.BeginAsync(type, [item], cancellationToken);
        var commit = await intent.CommitAsync(table, item, Actions(change), cancellationToken);
        if (!commit.IsCommitted)
        {
            await intent.PublishAsync(cancellationToken);
        }

        return commit.Outcome;
    }

    /// <summary>Commits a change that nobody has to be told of, or that is told of otherwise.</summary>
    public async Task<bool> TryCommitAsync(ListingChange change, CancellationToken cancellationToken) =>
        (await table.SubmitTransactionAsync(Actions(change), cancellationToken)).IsSaved;

    private static List<TableTransactionAction> Actions(ListingChange change)
    {
        var entry = AuditChain.Append(ChainOf(change.After.Id), change.Before?.Chain ?? ChainHead.Empty, change.Audit, Random);
        var state = ListingRows.ToState(change.After, entry.Head);
        List<TableTransactionAction> actions =
        [
            change.Before is { } before ? TableTransactionAction.Update(state, before.Row, TableUpdateMode.Replace) : TableTransactionAction.Add(state),
            TableTransactionAction.Add(AuditRows.ToRow(change.After.Id, entry)),
        ];
        if (change.After.Version > (change.Before?.Listing.Version ?? 0))
        {
            actions.Add(TableTransactionAction.Add(ListingRows.ToVersion(change.After)));
        }

        return [.. actions, .. change.Rows];
    }

    private static ParallelOptions Limit(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = ParallelWrites, CancellationToken = cancellationToken };
}
