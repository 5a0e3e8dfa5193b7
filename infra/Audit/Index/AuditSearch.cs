using System.Globalization;
using Marketplace.Audit.Chains;

namespace Marketplace.Audit.Index;

/// <summary>Answers questions to the trail: from the narrowest list of the index to the places, from there to the hashed texts.</summary>
/// <param name="chains">The chains.</param>
/// <param name="index">The index.</param>
public sealed class AuditSearch(AuditChains chains, AuditIndex index)
{
    /// <summary>A page of the entries that a filter matches, newest first.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="limit">Entries of a page, at least 1.</param>
    /// <param name="continuation">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public async Task<AuditHits> FindAsync(AuditFilter filter, int limit, string? continuation, CancellationToken cancellationToken)
    {
        var (first, total) = continuation is null ? (filter.FirstKey, (long?)null) : Read(continuation);
        var found = new List<AuditPosting>(limit + 1);
        await foreach (var posting in ReadAsync(filter, first, cancellationToken))
        {
            found.Add(posting);
            if (found.Count > limit)
            {
                break;
            }
        }

        var hits = new AuditHit[Math.Min(found.Count, limit)];
        var reading = Parallel.ForAsync(0, hits.Length, cancellationToken, async (i, stop) => hits[i] = await ReadAsync(found[i].Link, stop));
        total ??= found.Count <= limit ? found.Count : await CountAsync(filter, cancellationToken);
        await reading;
        return new AuditHits(hits, total.Value, found.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{found[limit].Key} {total}") : null);
    }

    /// <summary>Every place that a filter matches, newest first, without reading it.</summary>
    internal IAsyncEnumerable<AuditPosting> ReadAsync(AuditFilter filter, CancellationToken cancellationToken) =>
        ReadAsync(filter, filter.FirstKey, cancellationToken);

    private IAsyncEnumerable<AuditPosting> ReadAsync(AuditFilter filter, string first, CancellationToken cancellationToken)
    {
        var (table, value, isExact) = index.Choose(filter);
        var postings = table.ReadAsync(value, first, filter.LastKey, cancellationToken);
        return isExact ? postings : postings.Where(filter.Matches);
    }

    private async Task<long> CountAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var (table, value, isExact) = index.Choose(filter);
        return isExact
            ? await table.CountAsync(value, filter.FirstKey, filter.LastKey, cancellationToken)
            : await ReadAsync(filter, cancellationToken).LongCountAsync(cancellationToken);
    }

    private async Task<AuditHit> ReadAsync(AuditLink link, CancellationToken cancellationToken)
    {
        if (await chains.FindAsync(link, cancellationToken) is not { } entry)
        {
            return new AuditHit(link, null, null, false);
        }

        var record = AuditRecord.Read(entry.Chained);
        return new AuditHit(link, record, entry, record?.Link == link && AuditChain.Digest(entry.Chained) == entry.Hash);
    }

    private static (string First, long? Total) Read(string continuation) =>
        continuation.Split(' ') is [var key, var total] && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (key, count)
            : throw new FormatException("This continues no audit query.");
}
