using Azure;
using Azure.Search.Documents;
using Azure.Search.Documents.Indexes;
using Azure.Search.Documents.Models;
using Marketplace.Search.Store;
using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>
/// Writes to the service. It has no condition to write under, so writers take turns by a lease, and what is read under it is sent in its first half only:
/// whatever a frozen process had still to send is refused here before another one may have the lease.
/// </summary>
internal sealed class AzureWriter(
    SearchIndexClient service, SearchClient client, AzureSearchOptions options, IndexBlobs locks, IndexStoreOptions limits, TimeProvider time)
{
    private const int MaxActions = 500;
    private const long MaxBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(30);

    private bool _created;

    public async Task<GroupResult> CommitAsync(IReadOnlyList<WriteRequest> group, CancellationToken cancellationToken)
    {
        await CreateIndexAsync(cancellationToken);
        await using var lease = await WriterLease.TakeAsync(
            locks, stop => locks.CreateAsync(Manifest.Empty, stop), new RetryBudget(limits, time), time, cancellationToken);
        var taken = time.GetTimestamp();
        var wanted = (await GroupProposals.ReadAsync(group, cancellationToken)).Wanted();
        var known = await KnownAsync(wanted.Where(change => !change.Value.Current).Select(change => change.Key), cancellationToken);
        var actions = wanted.Select(change => ActionFor(change.Key, change.Value, known.GetValueOrDefault(change.Key))).OfType<Pending>().ToList();
        foreach (var batch in Batches(actions))
        {
            if (time.GetElapsedTime(taken) > SendWithin)
            {
                throw new IndexBusyException($"Reading and sending took longer than {SendWithin.TotalSeconds:0} s; others may be writing by now.");
            }

            await SendAsync(batch, cancellationToken);
        }

        return new GroupResult(time.GetUtcNow().ToUnixTimeMilliseconds(), actions.Select(action => action.Id).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Removes the tombstones of old deletions.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await CreateIndexAsync(cancellationToken);
        var old = $"{AzureFields.Gone} eq true and {AzureFields.Touched} lt {AzureFilter.Time(time.GetUtcNow() - limits.DeletionMemory)}";
        var removed = 0;
        while (await PageAsync(old, AzureFields.Key, cancellationToken) is { Count: > 0 } page)
        {
            await client.DeleteDocumentsAsync(AzureFields.Key, page.Select(document => document.GetString(AzureFields.Key)),
                new() { ThrowOnAnyError = true }, cancellationToken);
            removed += page.Count;
            if (page.Count < MaxActions)
            {
                break;
            }
        }

        return removed;
    }

    /// <summary>The ids of documents that nobody wrote since a moment, in pages.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> UntouchedSinceAsync(
        DateTimeOffset moment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = "";
        while (true)
        {
            var filter =
                $"{AzureFields.Gone} eq false and {AzureFields.Touched} lt {AzureFilter.Time(moment)} and {AzureFields.Tie} gt {AzureFilter.Text(position)}";
            var page = await PageAsync(filter, AzureFields.Tie, cancellationToken);
            if (page.Count == 0)
            {
                yield break;
            }

            yield return [.. page.Select(document => document.GetString(AzureFields.Id))];
            position = page[^1].GetString(AzureFields.Tie);
        }
    }

    private Pending? ActionFor(string id, ProposedChange proposal, (long? Indexed, long? Deleted) known)
    {
        var effect = proposal.Current
            ? proposal.Change is Upsert ? ChangeEffect.Index : ChangeEffect.Remove
            : ChangeRules.ForReported(proposal.Change!, known.Indexed, known.Deleted);
        return effect switch
        {
            ChangeEffect.Nothing => null,
            ChangeEffect.Index when proposal.Change is Upsert { Document: var document } =>
                new Pending(id, AzureDocuments.From(document, options.KeywordFields, time.GetUtcNow()), AzureDocuments.SizeOf(document)),
            _ => new Pending(id, AzureDocuments.Tombstone(id, proposal.Change?.Version ?? 0, time.GetUtcNow()), 512),
        };
    }

    private static IEnumerable<List<Pending>> Batches(IEnumerable<Pending> actions)
    {
        var batch = new List<Pending>();
        var bytes = 0L;
        foreach (var action in actions)
        {
            if (batch.Count == MaxActions || (batch.Count > 0 && bytes + action.Bytes > MaxBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(action);
            bytes += action.Bytes;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task SendAsync(List<Pending> batch, CancellationToken cancellationToken) =>
        await client.IndexDocumentsAsync(
            IndexDocumentsBatch.Upload(batch.Select(action => action.Document)),
            new IndexDocumentsOptions { ThrowOnAnyError = true },
            cancellationToken);

    private async Task<Dictionary<string, (long? Indexed, long? Deleted)>> KnownAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (long?, long?)>(StringComparer.Ordinal);
        foreach (var batch in ids.Chunk(100))
        {
            var filter = string.Join(" or ", batch.Select(id => $"{AzureFields.Key} eq {AzureFilter.Text(AzureFields.KeyOf(id))}"));
            foreach (var document in await PageAsync(filter, AzureFields.Key, cancellationToken))
            {
                var version = document.GetInt64(AzureFields.Version);
                known[document.GetString(AzureFields.Id)] = document.GetBoolean(AzureFields.Gone) == true ? (null, version) : (version, null);
            }
        }

        return known;
    }

    private async Task<List<AzureDocument>> PageAsync(string filter, string order, CancellationToken cancellationToken)
    {
        var search = new SearchOptions { Filter = filter, Size = MaxActions };
        search.OrderBy.Add(order);
        foreach (var field in (string[])[AzureFields.Key, AzureFields.Id, AzureFields.Tie, AzureFields.Version, AzureFields.Gone])
        {
            search.Select.Add(field);
        }

        var found = (await client.SearchAsync<AzureDocument>(AzureQueryText.Everything, search, cancellationToken)).Value;
        return await found.GetResultsAsync().Take(MaxActions).Select(hit => hit.Document).ToListAsync(cancellationToken);
    }

    private async Task CreateIndexAsync(CancellationToken cancellationToken)
    {
        if (_created)
        {
            return;
        }

        await service.CreateOrUpdateIndexAsync(AzureIndexDefinition.Create(options), cancellationToken: cancellationToken);
        _created = true;
    }

    private sealed record Pending(string Id, AzureDocument Document, long Bytes);
}
