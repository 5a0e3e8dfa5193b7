using Marketplace.Audit;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>Which entries share a band: one row for each hash of a band, with the ids of the entries that have it.</summary>
internal sealed class FingerprintStore(TableClient table)
{
    public const string TableName = "Fingerprints";

    /// <summary>Entries a row names. A band that more share is made of phrases everybody uses; a copy shares others too.</summary>
    public const int MostIds = 32;

    private const int ParallelRequests = 16;
    private const string Ids = "Ids";
    private const string Entries = "entries";
    private const string Digest = "Digest";

    /// <summary>The entries that share each band, one read each, in the order asked.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(IReadOnlyList<BandKey> bands, CancellationToken cancellationToken)
    {
        var found = new IReadOnlyList<string>[bands.Count];
        await Parallel.ForAsync(0, bands.Count, Limit(cancellationToken), async (i, stop) =>
            found[i] = await table.GetEntityIfExistsAsync(bands[i].Band, bands[i].Hash, cancellationToken: stop) is { } row ? IdsOf(row) : []);
        return found;
    }

    /// <summary>Whether these bands of an entry are what was written last.</summary>
    public async Task<bool> IsDoneAsync(string id, IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone, CancellationToken cancellationToken) =>
        (await table.GetEntityIfExistsAsync(Entries, id, cancellationToken: cancellationToken))?.GetString(Digest) == DigestOf(present, gone);

    public Task MarkDoneAsync(string id, IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(Entries, id) { { Digest, DigestOf(present, gone) } }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Adds and removes an entry. What stands already is not written again.</summary>
    public Task ChangeAsync(string id, IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(present.Select(static band => (Band: band, IsPresent: true)).Concat(gone.Select(static band => (Band: band, IsPresent: false))), Limit(cancellationToken), async (change, stop) =>
        {
            if (change.IsPresent)
            {
                await AddAsync(change.Band, id, stop);
            }
            else
            {
                await RemoveAsync(change.Band, id, stop);
            }
        });

    public async Task RemoveAsync(BandKey band, string id, CancellationToken cancellationToken)
    {
        while (await table.GetEntityIfExistsAsync(band.Band, band.Hash, cancellationToken: cancellationToken) is { } row)
        {
            var ids = IdsOf(row);
            if (!ids.Contains(id))
            {
                return;
            }

            string[] left = [.. ids.Where(one => one != id)];
            var result = left.Length == 0
                ? await table.DeleteEntityAsync(band.Band, band.Hash, row.ETag, cancellationToken)
                : await table.UpdateEntityAsync(ToRow(band, left), row.ETag, TableUpdateMode.Replace, cancellationToken);
            if (result.Outcome is not WriteOutcome.Stale)
            {
                return;
            }
        }
    }

    private async Task AddAsync(BandKey band, string id, CancellationToken cancellationToken)
    {
        // Most bands are new, so the insert is tried first: one request instead of two.
        while (!(await table.AddEntityAsync(ToRow(band, [id]), cancellationToken)).IsSaved)
        {
            if (await table.GetEntityIfExistsAsync(band.Band, band.Hash, cancellationToken: cancellationToken) is not { } row)
            {
                continue;
            }

            var ids = IdsOf(row);
            if (ids.Contains(id))
            {
                return;
            }

            string[] more = [.. ids.TakeLast(MostIds - 1), id];
            if ((await table.UpdateEntityAsync(ToRow(band, more), row.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved)
            {
                return;
            }
        }
    }

    private static TableEntity ToRow(BandKey band, IEnumerable<string> ids) => new(band.Band, band.Hash) { { Ids, string.Join(',', ids) } };

    private static string[] IdsOf(TableEntity row) => row.GetString(Ids)!.Split(',');

    private static string DigestOf(IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone) =>
        AuditChain.Digest(string.Join('\n', present.Select(static band => $"+{band.Band}{band.Hash}").Concat(gone.Select(static band => $"-{band.Band}{band.Hash}")).Order(StringComparer.Ordinal)));

    private static ParallelOptions Limit(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
}
