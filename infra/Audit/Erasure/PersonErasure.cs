using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Erasure;

/// <summary>What an erasure did.</summary>
/// <param name="Entries">Entries whose personal values were erased.</param>
/// <param name="Record">The last record that accounts for it.</param>
/// <param name="IsComplete">Whether none is left; otherwise a repetition goes on.</param>
public sealed record ErasureResult(int Entries, AuditLink Record, bool IsComplete);

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
    /// <summary>Entries that one run erases at most.</summary>
    public const int MaxEntries = 2_000;

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

    /// <summary>
    /// Erases the person from every entry, at most <see cref="MaxEntries"/> in one run. What is erased is recorded first; a run that was
    /// interrupted is finished by repeating it.
    /// </summary>
    /// <param name="issuer">Issuer of the person's tokens.</param>
    /// <param name="subject">The person's subject there.</param>
    /// <param name="id">Names the erasure: the chain of its records. Not the person.</param>
    /// <param name="draft">Who erases and when; its changes are replaced by the entries' links.</param>
    /// <param name="cancellationToken">Stops; a repetition goes on.</param>
    public async Task<ErasureResult> RunAsync(string issuer, string subject, string id, AuditDraft draft, CancellationToken cancellationToken)
    {
        var (count, record) = (0, default(AuditLink?));
        await foreach (var hits in FindAsync(issuer, subject, cancellationToken).Chunk(ErasureRecord.MaxEntries).WithCancellation(cancellationToken))
        {
            record = await records.AppendAsync(id, draft with { Changes = ErasureRecord.ChangesFor(hits.Select(static hit => hit.Link)) }, cancellationToken);
            foreach (var hit in hits)
            {
                await BlankAsync(hit, record.Value, cancellationToken);
            }

            count += hits.Length;
            if (count >= MaxEntries)
            {
                return new ErasureResult(count, record.Value, false);
            }
        }

        record ??= await records.AppendAsync(id, draft with { Changes = [] }, cancellationToken);
        await index.ForgetAsync(pseudonyms.Of(issuer, subject), cancellationToken);
        return new ErasureResult(count, record.Value, true);
    }

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
