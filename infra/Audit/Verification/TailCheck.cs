using System.Collections.Concurrent;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;

namespace Marketplace.Audit.Verification;

/// <summary>
/// Compares where chains stand with what the index knows of them: finds the newest entries cut off a chain, or a young chain dropped, which no
/// anchor knows yet.
/// </summary>
/// <param name="chains">The chains.</param>
/// <param name="index">The index, whose postings are read; its notes of progress are not believed.</param>
public sealed class TailCheck(AuditChains chains, AuditIndex index)
{
    private const int HeadsAtOnce = 16;

    /// <summary>An entry carries the time when its request began; the transaction may come later by a time limit.</summary>
    private static readonly TimeSpan LatestCommit = TimeSpan.FromMinutes(10);

    /// <summary>The chains that end before an entry that the index knows, in ordinal order of their names.</summary>
    /// <param name="chain">One chain, of which everything is compared; null for all.</param>
    /// <param name="anchoredAt">For all: when the newest anchor was made, which knows what is older; null when there is none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<BrokenLink>> RunAsync(string? chain, DateTimeOffset? anchoredAt, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(chain, anchoredAt, cancellationToken);
        var broken = new ConcurrentBag<BrokenLink>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = HeadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(newest, limit, async (known, stop) =>
        {
            // Read after the posting, which is made after the entry: a chain that grows meanwhile is only ever further.
            var head = await chains.HeadAsync(known.Key, stop) ?? ChainHead.Empty;
            if (head.Sequence < known.Value)
            {
                broken.Add(new BrokenLink(known.Key, head.Sequence + 1, BreakReason.NotAsIndexed));
            }
        });
        return [.. broken.OrderBy(static link => link.Chain, StringComparer.Ordinal)];
    }

    private async Task<Dictionary<string, long>> NewestAsync(string? chain, DateTimeOffset? anchoredAt, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        var filter = chain is null ? new AuditFilter(From: anchoredAt - LatestCommit) : new AuditFilter(Target: chain);
        await foreach (var posting in new AuditSearch(chains, index).ReadAsync(filter, cancellationToken))
        {
            var link = posting.Link;
            if (chain is null || link.Chain == chain)
            {
                newest[link.Chain] = Math.Max(link.Sequence, newest.GetValueOrDefault(link.Chain));
            }
        }

        return newest;
    }
}
