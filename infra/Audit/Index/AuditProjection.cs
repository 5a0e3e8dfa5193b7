using Marketplace.Audit.Chains;

namespace Marketplace.Audit.Index;

/// <summary>
/// Keeps the index in step with the chains. Everything is idempotent: however often and in whatever order it is told, the index ends the same.
/// </summary>
/// <param name="chains">The chains.</param>
/// <param name="index">The index.</param>
/// <param name="pseudonyms">How people are found without being named.</param>
public sealed class AuditProjection(AuditChains chains, AuditIndex index, ActorPseudonyms pseudonyms)
{
    private const int ParallelReads = 16;
    private const int EntriesAtOnce = 1000;

    /// <summary>Brings what some chains gained since the last time into the index.</summary>
    /// <param name="names">The chains, in any order, also repeated.</param>
    /// <param name="cancellationToken">Stops; a repetition goes on.</param>
    public Task CatchUpAsync(IEnumerable<string> names, CancellationToken cancellationToken) => ProjectAsync(names, index.ProgressAsync, cancellationToken);

    /// <summary>Brings some chains into the index from their beginning, whatever it knows of them.</summary>
    /// <param name="names">The chains.</param>
    /// <param name="cancellationToken">Stops; a repetition goes on.</param>
    public Task RebuildAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        ProjectAsync(names, static (_, _) => Task.FromResult(0L), cancellationToken);

    private async Task ProjectAsync(IEnumerable<string> names, Func<string, CancellationToken, Task<long>> after, CancellationToken cancellationToken)
    {
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        var grown = new System.Collections.Concurrent.ConcurrentBag<(string Chain, long After, long Head)>();
        await Parallel.ForEachAsync(names.Distinct(StringComparer.Ordinal), limit, async (chain, stop) =>
        {
            var (known, head) = (await after(chain, stop), await chains.HeadAsync(chain, stop));
            if (head is { } now && now.Sequence > known)
            {
                grown.Add((chain, known, now.Sequence));
            }
        });

        foreach (var part in Parts(grown))
        {
            var entries = new (AuditPosting, string)?[part.Count];
            await Parallel.ForAsync(0, part.Count, limit, async (i, stop) => entries[i] = await ReadAsync(part[i], stop));
            await index.AddAsync([.. entries.OfType<(AuditPosting, string)>()], cancellationToken);
            await Parallel.ForEachAsync(part.GroupBy(static link => link.Chain), limit, async (links, stop) =>
                await index.SetProgressAsync(links.Key, links.Max(static link => link.Sequence), stop));
        }
    }

    private static IEnumerable<IReadOnlyList<AuditLink>> Parts(IEnumerable<(string Chain, long After, long Head)> grown) =>
        grown.SelectMany(static chain => Places(chain.After, chain.Head).Select(sequence => new AuditLink(chain.Chain, sequence))).Chunk(EntriesAtOnce);

    private static IEnumerable<long> Places(long after, long head)
    {
        for (var sequence = after + 1; sequence <= head; sequence++)
        {
            yield return sequence;
        }
    }

    /// <summary>An entry that is missing or unreadable is for verification to report; the index goes on without it.</summary>
    private async Task<(AuditPosting, string)?> ReadAsync(AuditLink link, CancellationToken cancellationToken)
    {
        if (await chains.FindAsync(link, cancellationToken) is not { } entry || AuditRecord.Read(entry.Chained) is not { } record)
        {
            return null;
        }

        var actor = PersonalValues.Read(entry.Personal) is { } person ? pseudonyms.Of(person.Issuer, person.Subject) : "";
        return (new AuditPosting(link, record.At, record.Action, actor), record.Target);
    }
}
