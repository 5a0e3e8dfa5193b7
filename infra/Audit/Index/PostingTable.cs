using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Index;

/// <summary>
/// Lists of postings by one dimension: each value is a partition, its postings lie in pages (<see cref="PostingPage"/>). Adding is
/// idempotent and safe for concurrent use by many processes.
/// </summary>
/// <param name="table">The dimension's table.</param>
internal sealed class PostingTable(TableClient table)
{
    private const int MaxAttempts = 100;
    private const int PagesAtOnce = 2;
    private const int CountsAtOnce = 100;

    /// <summary>Adds postings of one value; those that are there already stay as they are.</summary>
    /// <exception cref="InvalidOperationException">Others kept changing the same page all the time; a repetition goes on.</exception>
    public async Task AddAsync(string value, IReadOnlyList<AuditPosting> postings, CancellationToken cancellationToken)
    {
        var left = postings.OrderBy(static posting => posting.Key, StringComparer.Ordinal).ToList();
        for (var attempt = 0; left.Count > 0; attempt++)
        {
            if (attempt == MaxAttempts + postings.Count)
            {
                throw new InvalidOperationException($"The pages of {value} changed {attempt} times.");
            }

            var page = await LocateAsync(KeyOf(value), left[0].Key, cancellationToken);
            var fitting = left.TakeWhile(posting => string.CompareOrdinal(posting.Key, page.Bound) <= 0).ToList();
            if (await TryReplaceAsync(page, page.With(fitting), cancellationToken))
            {
                left.RemoveRange(0, fitting.Count);
            }
        }
    }

    /// <summary>The postings of a value with keys from <paramref name="from"/> to before <paramref name="to"/>, newest first.</summary>
    public async IAsyncEnumerable<AuditPosting> ReadAsync(string value, string from, string to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(KeyOf(value), from, PagesAtOnce, null, cancellationToken))
        {
            foreach (var posting in PostingPage.FromRow(page).Postings)
            {
                if (string.CompareOrdinal(posting.Key, to) >= 0)
                {
                    yield break;
                }

                if (string.CompareOrdinal(posting.Key, from) >= 0)
                {
                    yield return posting;
                }
            }
        }
    }

    /// <summary>How many postings of a value have keys from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public async Task<long> CountAsync(string value, string from, string to, CancellationToken cancellationToken)
    {
        var (count, isFirst) = (0L, true);
        var size = to == PostingPage.Oldest ? TableLimits.PageSize : CountsAtOnce;
        await foreach (var page in PagesAsync(KeyOf(value), from, size, ["Count", "Split"], cancellationToken))
        {
            var isLast = to != PostingPage.Oldest && string.CompareOrdinal(page.RowKey, to) >= 0;
            count += isLast || (isFirst && from.Length > 0)
                ? await CountInsideAsync(page, from, to, cancellationToken)
                : page.GetInt32("Count") ?? 0;
            if (isLast)
            {
                break;
            }

            isFirst = false;
        }

        return count;
    }

    /// <summary>Removes the postings of the values that begin with <paramref name="prefix"/>, but those that are kept.</summary>
    /// <exception cref="InvalidOperationException">Others kept changing the same pages all the time; a repetition goes on.</exception>
    public async Task DeleteAsync(string prefix, Func<AuditPosting, bool> isKept, CancellationToken cancellationToken)
    {
        var (from, to) = (KeyOf(prefix), KeyOf(prefix) + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var rows = await table.QueryAsync(filter, cancellationToken: cancellationToken).Select(PostingPage.FromRow).ToListAsync(cancellationToken);
            if (await DeleteAsync(rows, isKept, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The pages of a value changed {MaxAttempts} times.");
    }

    /// <summary>A value as a key: what keys may not contain is spelled otherwise, and different values stay different.</summary>
    internal static string KeyOf(string value)
    {
        var key = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            if (character == '/')
            {
                key.Append('|');
            }
            else if (char.IsAsciiLetterOrDigit(character) || "+-._:@".Contains(character, StringComparison.Ordinal))
            {
                key.Append(character);
            }
            else
            {
                key.Append(CultureInfo.InvariantCulture, $"!{(int)character:x4}");
            }
        }

        return key.ToString();
    }

    private async Task<bool> DeleteAsync(List<PostingPage> pages, Func<AuditPosting, bool> isKept, CancellationToken cancellationToken)
    {
        var isSaved = true;
        foreach (var value in pages.GroupBy(static page => page.Partition, StringComparer.Ordinal))
        {
            var hasKept = value.Any(page => page.Postings.Any(isKept));
            foreach (var page in value)
            {
                var kept = page with { Postings = [.. page.Postings.Where(isKept)] };

                // The oldest page says whether there are others, so it stays as long as any does.
                var result = kept.Postings.Count > 0 || (hasKept && page.Bound == PostingPage.Oldest)
                    ? await table.UpdateEntityAsync(kept.ToRow(), page.ETag, TableUpdateMode.Replace, cancellationToken)
                    : await table.DeleteEntityAsync(page.Partition, page.Bound, page.ETag, cancellationToken);
                isSaved &= result.Outcome is WriteOutcome.Saved or WriteOutcome.NotFound;
            }
        }

        return isSaved;
    }

    private async Task<long> CountInsideAsync(TableEntity page, string from, string to, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(page.PartitionKey, page.RowKey, cancellationToken: cancellationToken) is { } row
            ? PostingPage.FromRow(row).Postings.Count(posting => string.CompareOrdinal(posting.Key, from) >= 0 && string.CompareOrdinal(posting.Key, to) < 0)
            : 0;

    /// <summary>Most values have one page, which a point read finds; only then is there a query.</summary>
    private async IAsyncEnumerable<TableEntity> PagesAsync(
        string partition, string from, int size, string[]? select, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await table.GetEntityIfExistsAsync(partition, PostingPage.Oldest, select, cancellationToken) is not { } oldest)
        {
            yield break;
        }

        if (oldest.GetBoolean("Split") != true)
        {
            yield return oldest;
            yield break;
        }

        var first = from.Length == 0 ? "0" : from;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first}");
        await foreach (var row in table.QueryAsync(filter, size, select, cancellationToken))
        {
            yield return row;
        }
    }

    private async Task<PostingPage> LocateAsync(string partition, string key, CancellationToken cancellationToken)
    {
        await foreach (var row in PagesAsync(partition, key, 1, null, cancellationToken))
        {
            return PostingPage.FromRow(row);
        }

        return PostingPage.Empty(partition);
    }

    private async Task<bool> TryReplaceAsync(PostingPage page, IReadOnlyList<PostingPage> pages, CancellationToken cancellationToken)
    {
        if (pages.Count == 0)
        {
            return true;
        }

        var result = await table.SubmitTransactionAsync(
        [
            page.ETag == default ? TableTransactionAction.Add(pages[^1].ToRow())
                : TableTransactionAction.Update(pages[^1].ToRow(), page.ETag, TableUpdateMode.Replace),
            .. pages.SkipLast(1).Select(static added => TableTransactionAction.Add(added.ToRow())),
        ], cancellationToken);
        return result.IsSaved;
    }
}
