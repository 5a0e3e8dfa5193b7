using System.Runtime.CompilerServices;
using Marketplace.Audit.Chains;

namespace Marketplace.Audit.Trail;

/// <summary>Turns stored chains into the lines of a trail, reading them as the lines are taken.</summary>
/// <param name="chains">The chains.</param>
/// <param name="time">The clock.</param>
public sealed class TrailExport(AuditChains chains, TimeProvider time)
{
    /// <summary>The trail of one chain, or of all when <paramref name="chain"/> is null, with personal values or without.</summary>
    public async IAsyncEnumerable<AuditLine> ReadAsync(string? chain, bool isRedacted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new TrailStart(isRedacted ? TrailStart.Redacted : TrailStart.Whole, chain ?? TrailStart.All, time.GetUtcNow());
        var (entries, heads) = (0L, 0L);
        var last = ChainHead.Empty;
        await foreach (var row in chain is null ? chains.ReadAfterAsync(null, cancellationToken) : chains.ReadAsync(chain, 0, cancellationToken))
        {
            if (row.Entry is { } entry)
            {
                yield return LineOf(row.Chain, entry, isRedacted);
                last = entry.Head;
                entries++;
                continue;
            }

            // The chain may have grown since its entries were read.
            await foreach (var later in LaterAsync(row, last, cancellationToken))
            {
                yield return LineOf(row.Chain, later, isRedacted);
                entries++;
            }

            yield return new TrailHead(row.Chain, row.Head!.Value.Sequence, row.Head.Value.Hash);
            heads++;
            last = ChainHead.Empty;
        }

        yield return new TrailEnd(heads, entries);
    }

    private static TrailEntry LineOf(string chain, AuditEntry entry, bool isRedacted) =>
        TrailEntry.Of(chain, isRedacted ? entry with { Personal = null } : entry);

    private async IAsyncEnumerable<AuditEntry> LaterAsync(ChainRow head, ChainHead last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var sequence = last.Sequence + 1; sequence <= head.Head!.Value.Sequence; sequence++)
        {
            if (await chains.FindAsync(new AuditLink(head.Chain, sequence), cancellationToken) is not { } entry)
            {
                yield break;
            }

            yield return entry;
        }
    }
}
