using Marketplace.Audit;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Listings.State;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.State;

/// <summary>
/// Keeps submissions in their entry's partition, so that one transaction changes both with the audit trail and the event. A draft's
/// content is saved alone: it changes no state.
/// </summary>
internal sealed class SubmissionStore(ListingStore listings, TableClient table, OutboxWriter checks, OutboxWriter events)
{
    /// <summary>Where handed-in submissions wait for the checks.</summary>
    public const string ChecksQueue = AttachmentsSetup.Queue;

    /// <summary>Handed in: to be checked.</summary>
    public const string Submitted = "submission.submitted.1";

    /// <summary>Changed otherwise: views and notices follow.</summary>
    public const string Changed = "submission.changed.1";

    /// <summary>
    /// The intent to check is not shown by a third call, as others are: it shows itself, and its consumer waits for the commit. Handing in
    /// costs one storage transaction less.
    /// </summary>
    public static readonly TimeSpan ChecksHidden = TimeSpan.FromSeconds(1);

    /// <summary>The submission, its entry and the rows of its files, by one query; null where there is none.</summary>
    public async Task<StoredSubmission?> ReadAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var others = $"{TableClient.CreateQueryFilter($"RowKey eq {SubmissionRows.Key(id.Number)}")} or {AttachmentStore.Filter}";
        var partition = await listings.ReadWithAsync(id.ListingId, others, cancellationToken);
        if (partition.Stored is not { } entry || partition.Rows.FirstOrDefault(IsSubmission) is not { } row)
        {
            return null;
        }

        return new StoredSubmission(SubmissionRows.FromRow(row), row.ETag, entry, [.. partition.Rows.Where(one => !IsSubmission(one))]);
    }

    /// <summary>The submission of an entry that is not at its end; null when there is none.</summary>
    public async Task<StoredSubmission?> ReadOpenAsync(string listingId, CancellationToken cancellationToken) =>
        await listings.ReadAsync(listingId, cancellationToken) is { Listing.OpenSubmission: { } open } ? await ReadAsync(new SubmissionId(listingId, open), cancellationToken) : null;

    /// <summary>An entry and its last submission, if it ever had one; null where there is no entry.</summary>
    public async Task<(Listing Listing, Submission? Submission)?> ReadLastAsync(string listingId, CancellationToken cancellationToken)
    {
        if (await listings.ReadAsync(listingId, cancellationToken) is not { Listing: var listing })
        {
            return null;
        }

        var row = listing.Submissions == 0 ? null : await table.GetEntityIfExistsAsync(listingId, SubmissionRows.Key(listing.Submissions), cancellationToken: cancellationToken);
        return (listing, row is null ? null : SubmissionRows.FromRow(row));
    }

    /// <summary>Whether anything was ever submitted for an entry; most were imported.</summary>
    public async Task<bool> HasSubmissionsAsync(string listingId, CancellationToken cancellationToken) =>
        await listings.ReadAsync(listingId, cancellationToken) is { Listing.Submissions: > 0 };

    /// <summary>All submissions of an entry, oldest first.</summary>
    public async Task<(StoredListing? Entry, IReadOnlyList<Submission> Submissions)> ReadAllOfAsync(string listingId, CancellationToken cancellationToken)
    {
        var others = TableClient.CreateQueryFilter($"(RowKey ge {SubmissionRows.Prefix} and RowKey lt {SubmissionRows.AfterPrefix})");
        var partition = await listings.ReadWithAsync(listingId, others, cancellationToken);
        return (partition.Stored, [.. partition.Rows.Select(SubmissionRows.FromRow)]);
    }

    /// <summary>What an earlier request with the same key made, and the digest of its body; null when none did.</summary>
    public async Task<(SubmissionId Made, string Digest)?> FindMadeAsync(string listingId, string key, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(listingId, SubmissionRows.KeyOfRequest(key), cancellationToken: cancellationToken) is { } row && SubmissionRows.FromKey(row) is var (number, digest)
            ? (new SubmissionId(listingId, number), digest)
            : null;

    /// <summary>Saves a draft's content; false when somebody was first.</summary>
    public async Task<bool> SaveAsync(StoredSubmission before, Submission after, CancellationToken cancellationToken) =>
        (await table.UpdateEntityAsync(SubmissionRows.ToRow(after), before.Row, TableUpdateMode.Replace, cancellationToken)).IsSaved;

    /// <summary>Opens a submission, and the entry with it where there is none yet.</summary>
    /// <param name="before">The entry as it was read; null for a new one.</param>
    /// <param name="entry">The entry with the submission counted.</param>
    /// <param name="submission">The new submission.</param>
    /// <param name="request">Key and digest of the request, so that a repeat finds it.</param>
    /// <param name="audit">What the trail records.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<OutboxOutcome> OpenAsync(
        StoredListing? before, Listing entry, Submission submission, (string Key, string Digest) request, AuditDraft audit, CancellationToken cancellationToken)
    {
        var change = new ListingChange(before, entry, audit)
        {
            Rows = [TableTransactionAction.Add(SubmissionRows.ToRow(submission)), TableTransactionAction.Add(SubmissionRows.ToKey(submission.Id, request.Key, request.Digest))],
        };
        return listings.CommitAsync(change, events, Changed, cancellationToken);
    }

    /// <summary>Hands a submission in: its checks follow.</summary>
    public Task<OutboxOutcome> SubmitAsync(StoredSubmission before, Submission after, AuditDraft audit, CancellationToken cancellationToken) =>
        listings.CommitUnseenAsync(ToChange(before, after, before.Entry.Listing, audit), checks, Submitted, cancellationToken);

    /// <summary>Commits a step that views and notices follow.</summary>
    public Task<OutboxOutcome> CommitAsync(StoredSubmission before, Submission after, AuditDraft audit, CancellationToken cancellationToken) =>
        listings.CommitAsync(ToChange(before, after, Entry(before, after), audit), events, Changed, cancellationToken);

    /// <summary>Commits a step of a message that is being handled, which tells the others itself.</summary>
    /// <returns>False when somebody was first.</returns>
    public Task<bool> TryCommitAsync(StoredSubmission before, Submission after, AuditDraft audit, CancellationToken cancellationToken, TableTransactionAction? completion = null)
    {
        var change = ToChange(before, after, Entry(before, after), audit);
        return listings.TryCommitAsync(completion is null ? change : change with { Rows = [.. change.Rows, completion] }, cancellationToken);
    }

    /// <summary>Publishes: the entry's new version and the end of the submission, as one; the index follows.</summary>
    public async Task<OutboxOutcome> PublishAsync(StoredSubmission before, Submission after, Listing entry, AuditDraft audit, CancellationToken cancellationToken) =>
        await listings.CommitAsync(ToChange(before, after, entry with { OpenSubmission = null }, audit), cancellationToken);

    private static bool IsSubmission(TableEntity row) => row.RowKey.StartsWith(SubmissionRows.Prefix, StringComparison.Ordinal);

    private static Listing Entry(StoredSubmission before, Submission after) =>
        after.IsClosed ? before.Entry.Listing with { OpenSubmission = null } : before.Entry.Listing;

    private static ListingChange ToChange(StoredSubmission before, Submission after, Listing entry, AuditDraft audit) =>
        new(before.Entry, entry, audit) { Rows = [TableTransactionAction.Update(SubmissionRows.ToRow(after), before.Row, TableUpdateMode.Replace)] };
}
