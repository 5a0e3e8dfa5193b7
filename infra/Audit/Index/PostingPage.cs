using System.Text;
using Azure;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Index;

/// <summary>
/// A run of postings of one value, newest first, in one row. Its key is an upper bound of its postings' keys, so that the page of a
/// posting is the first row whose key is not less. The oldest page has a fixed key and knows whether it is the only one.
/// </summary>
/// <param name="Partition">The value.</param>
/// <param name="Bound">The row's key.</param>
/// <param name="Postings">In order of their keys.</param>
/// <param name="IsSplit">Of the oldest page: whether there are others.</param>
/// <param name="ETag">The version read; default for a new page.</param>
internal sealed record PostingPage(string Partition, string Bound, IReadOnlyList<AuditPosting> Postings, bool IsSplit, ETag ETag)
{
    /// <summary>Key of the oldest page: greater than every posting's.</summary>
    public const string Oldest = "~";

    /// <summary>Postings of a page; a binary property takes 64 KiB, a posting about 110 bytes.</summary>
    public const int Capacity = 512;

    private const int MaxBytes = 64_000;

    public static PostingPage Empty(string partition) => new(partition, Oldest, [], false, default);

    public static PostingPage FromRow(TableEntity row) => new(
        row.PartitionKey,
        row.RowKey,
        [.. Encoding.UTF8.GetString(row.GetBinary("Postings") ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(AuditPosting.Parse)],
        row.GetBoolean("Split") ?? false,
        row.ETag);

    public TableEntity ToRow() => new(Partition, Bound)
    {
        { "Postings", Encoding.UTF8.GetBytes(string.Join('\n', Postings.Select(static posting => posting.ToLine()))) },
        { "Count", Postings.Count },
        { "Split", IsSplit ? true : null },
    };

    /// <summary>The page with postings added, as one or more pages; the last takes this one's place. Nothing when it has them all.</summary>
    public IReadOnlyList<PostingPage> With(IEnumerable<AuditPosting> postings)
    {
        var added = postings.ExceptBy(Postings.Select(static posting => posting.Key), static posting => posting.Key)
            .DistinctBy(static posting => posting.Key).ToList();
        if (added.Count == 0)
        {
            return [];
        }

        var all = Postings.Concat(added).OrderBy(static posting => posting.Key, StringComparer.Ordinal).ToList();
        var isNewer = Postings.Count == 0 || added.TrueForAll(posting => string.CompareOrdinal(posting.Key, Postings[0].Key) < 0);
        var runs = Cut(all, isNewer);
        return [.. runs.Select((run, i) => i == runs.Count - 1
            ? this with { Postings = run, IsSplit = IsSplit || (Bound == Oldest && runs.Count > 1) }
            : new PostingPage(Partition, run[^1].Key, run, false, default))];
    }

    /// <summary>
    /// Cuts postings into runs that fit: from the oldest on when only newer ones came, as they usually do, so that full pages are left alone; evenly otherwise.
    /// </summary>
    private static List<List<AuditPosting>> Cut(List<AuditPosting> postings, bool isNewer)
    {
        var capacity = Math.Max(1, Math.Min(Capacity, MaxBytes / (postings.Max(static posting => Encoding.UTF8.GetByteCount(posting.ToLine())) + 1)));
        if (postings.Count <= capacity)
        {
            return [postings];
        }

        var count = (postings.Count + capacity - 1) / capacity;
        if (!isNewer)
        {
            return [.. postings.Chunk((postings.Count + count - 1) / count).Select(static run => run.ToList())];
        }

        var newest = postings.Count - ((count - 1) * capacity);
        return [postings[..newest], .. postings[newest..].Chunk(capacity).Select(static run => run.ToList())];
    }
}
