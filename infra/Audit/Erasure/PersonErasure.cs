using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Erasure;

/// <summary>What an erasure did.</summary>
/// <param name="Entries">Entries whose personal values were erased.</param>
/// <param name="Record">The last record that accounts for it.</param>
public sealed record ErasureResult(int Entries, AuditLink Record);

/// <summary>What an erasure would do.</summary>
/// <param name="Erased">Entries that it would erase the person from.</param>
/// <param name="Kept">Entries about erasures in which the person acted; these keep the name.</param>
public sealed record ErasureCount(long Erased, long Kept);

/// <summary>
/// Finds and erases what the trail knows of a person. The chains hold afterwards as before: the personal values are not part of what is
/// hashed, and every blank names a record that accounts for it.
/// </summary>
/// <param name="chains">The chains.</param>
/// <param name="index">The index, through which the entries are found.</param>
/// <param name="pseudonyms">How people are found without being named.</param>
/// <param name="records">Appends the records; its chains are those named <see cref="ErasureRecord.Chains"/>.</param>
public sealed class PersonErasure(AuditChains chains, AuditIndex index, ActorPseudonyms pseudonyms, ChainAppender records)
{
    /// <summary>The entries in which a person acted and is still named, newest first.</summary>
    public async IAsyncEnumerable<AuditHit> FindAsync(
        string issuer, string subject, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var posting in new AuditSearch(chains, index).ReadAsync(new AuditFilter(Actor: pseudonyms.Of(issuer, subject)), cancellationToken))
        {
            if (await chains.FindAsync(posting.Link, cancellationToken) is not { } entry)
            {
                continue;
            }

            if (PersonalValues.Read(entry.Personal) is { } person && person.Issuer == issuer && person.Subject == subject)
            {
                yield return new AuditHit(posting.Link, AuditRecord.Read(entry.Chained), entry, AuditChain.Digest(entry.Chained) == entry.Hash);
            }
        }
    }

    /// <summary>How many entries an erasure would touch, as far as the index knows.</summary>
    public async Task<ErasureCount> CountAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        var (erased, kept) = (0L, 0L);
        await foreach (var posting in new AuditSearch(chains, index).ReadAsync(new AuditFilter(Actor: pseudonyms.Of(issuer, subject)), cancellationToken))
        {
            if (ErasureRecord.KeepsNames(posting.Link.Chain))
            {
                kept++;
            }
            else
            {
                erased++;
            }
        }

        return new ErasureCount(erased, kept);
    }

    /// <summary>
    /// Erases the person from every entry but those about erasures (<see cref="ErasureRecord.KeepsNames"/>). What is erased is recorded first; a
    /// run that was interrupted is finished by repeating it.
    /// </summary>
    /// <param name="issuer">Issuer of the person's tokens.</param>
    /// <param name="subject">The person's subject there.</param>
    /// <param name="id">Names the erasure: the chain of its records. Not the person.</param>
    /// <param name="draft">Who erases and when; the entries' links are added to its changes.</param>
    /// <param name="cancellationToken">Stops; a repetition goes on.</param>
    public async Task<ErasureResult> RunAsync(string issuer, string subject, string id, AuditDraft draft, CancellationToken cancellationToken)
    {
        var (count, record) = (0, default(AuditLink?));
        var named = FindAsync(issuer, subject, cancellationToken).Where(static hit => !ErasureRecord.KeepsNames(hit.Link.Chain));
        await foreach (var hits in named.Chunk(ErasureRecord.MaxEntries).WithCancellation(cancellationToken))
        {
            record = await records.AppendAsync(id, RecordOf(draft, hits), cancellationToken);
            foreach (var hit in hits)
            {
                await BlankAsync(hit, record.Value, cancellationToken);
            }

            count += hits.Length;
        }

        record ??= await records.AppendAsync(id, draft, cancellationToken);
        await index.ForgetAsync(
            pseudonyms.Of(issuer, subject), static posting => ErasureRecord.KeepsNames(posting.Link.Chain), cancellationToken);
        return new ErasureResult(count, record.Value);
    }

    private static AuditDraft RecordOf(AuditDraft draft, IEnumerable<AuditHit> hits) =>
        draft with { Changes = [.. draft.Changes, .. ErasureRecord.ChangesFor(hits.Select(static hit => hit.Link))] };

    private async Task BlankAsync(AuditHit hit, AuditLink record, CancellationToken cancellationToken)
    {
        var table = chains.TableOf(hit.Link.Chain)!;
        var row = AuditRows.ToRow(table.PartitionOf(hit.Link.Chain), hit.Entry! with { Personal = null, ErasedBy = record.ToString() });
        var result = await table.Table.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, cancellationToken);
        if (result.Outcome is not (WriteOutcome.Saved or WriteOutcome.NotFound))
        {
            throw new InvalidOperationException($"The entry {hit.Link} could not be erased: {result.Outcome}.");
        }
    }
}
