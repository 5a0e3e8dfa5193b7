using Azure;
using Marketplace.Audit;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>Which listings share a band: one row for each hash of a band, with the ids of the listings that have it.</summary>
internal sealed class FingerprintStore(TableClient table)
{
    public const string TableName = "Fingerprints";

    /// <summary>Listings that a row names. A band that more share is made of phrases everybody uses; a copy shares others too.</summary>
    public const int MaxIds = 32;

    private const int ParallelRequests = 16;
    private const string Ids = "Ids";
    private const string Listings = "entries";
    private const string Digest = "Digest";

    /// <summary>The listings that share each band, one read each, in the order asked.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(IReadOnlyList<BandKey> bands, CancellationToken cancellationToken)
    {
        var found = new IReadOnlyList<string>[bands.Count];
        await Parallel.ForAsync(0, bands.Count, Limit(cancellationToken), async (i, stop) =>
            found[i] = await table.GetEntityIfExistsAsync(bands[i].Band, bands[i].Hash, cancellationToken: stop) is { } row ? IdsOf(row) : []);
        return found;
    }

    /// <summary>What was written last of a listing.</summary>
    public async Task<FingerprintMark> ReadMarkAsync(string id, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(Listings, id, cancellationToken: cancellationToken) is { } row
            ? new FingerprintMark(id, row.GetString(Digest), row.ETag)
            : new FingerprintMark(id, null, null);

    /// <summary>Says what was written of a listing; false when somebody has written since the mark was read.</summary>
    public async Task<bool> MarkDoneAsync(FingerprintMark before, string digest, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Listings, before.Id) { { Digest, digest } };
        return (before.ETag is { } etag
            ? await table.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellationToken)
            : await table.AddEntityAsync(row, cancellationToken)).IsSaved;
    }

    /// <summary>Adds a listing to bands and removes it from others. What is there already is not written again.</summary>
    public async Task ChangeAsync(string id, IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(present, Limit(cancellationToken), async (band, stop) => await AddAsync(band, id, stop));
        await Parallel.ForEachAsync(gone, Limit(cancellationToken), async (band, stop) => await RemoveAsync(band, id, stop));
    }

    public Task RemoveAsync(BandKey band, string id, CancellationToken cancellationToken) =>
        RetryPolicy.RunAsync("a band of fingerprints", stop => TryRemoveAsync(band, id, stop), cancellationToken);

    private Task AddAsync(BandKey band, string id, CancellationToken cancellationToken) =>
        RetryPolicy.RunAsync("a band of fingerprints", stop => TryAddAsync(band, id, stop), cancellationToken);

    private async Task<bool> TryRemoveAsync(BandKey band, string id, CancellationToken cancellationToken)
    {
        if (await table.GetEntityIfExistsAsync(band.Band, band.Hash, cancellationToken: cancellationToken) is not { } row)
        {
            return true;
        }

        var ids = IdsOf(row);
        if (!ids.Contains(id))
        {
            return true;
        }

        // An empty row stays, so that an insert which storage receives late finds it.
        var left = ToRow(band, ids.Where(one => one != id));
        return (await table.UpdateEntityAsync(left, row.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;
    }

    private async Task<bool> TryAddAsync(BandKey band, string id, CancellationToken cancellationToken)
    {
        // Most bands are new, so the insert is tried first: one request instead of two.
        if ((await table.AddEntityAsync(ToRow(band, [id]), cancellationToken)).IsSaved)
        {
            return true;
        }

        if (await table.GetEntityIfExistsAsync(band.Band, band.Hash, cancellationToken: cancellationToken) is not { } row)
        {
            return false;
        }

        var ids = IdsOf(row);
        return ids.Contains(id)
            || (await table.UpdateEntityAsync(ToRow(band, [.. ids.TakeLast(MaxIds - 1), id]), row.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;
    }

    private static TableEntity ToRow(BandKey band, IEnumerable<string> ids) => new(band.Band, band.Hash) { { Ids, string.Join(',', ids) } };

    private static string[] IdsOf(TableEntity row) => row.GetString(Ids)!.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static ParallelOptions Limit(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
}

/// <summary>Says which bands of a listing were written last, since most changes of a listing leave its text as it is.</summary>
/// <param name="Id">The listing.</param>
/// <param name="Digest">Digest of the bands; null when none were written.</param>
/// <param name="ETag">The mark's version; null when there is none.</param>
internal sealed record FingerprintMark(string Id, string? Digest, ETag? ETag)
{
    public static string DigestOf(IReadOnlySet<BandKey> present, IReadOnlySet<BandKey> gone) =>
        AuditChain.Digest(string.Join('\n', Lines('+', present).Concat(Lines('-', gone)).Order(StringComparer.Ordinal)));

    private static IEnumerable<string> Lines(char sign, IEnumerable<BandKey> bands) => bands.Select(band => $"{sign}{band.Band}{band.Hash}");
}
