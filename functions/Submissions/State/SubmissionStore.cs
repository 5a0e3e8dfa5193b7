using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Listings.State;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.State;

/// <summary>
/// Keeps submissions in their listing's partition, so that one transaction changes both with the audit trail and the event. A draft's
/// content is saved alone: it changes no state.
/// </summary>
/// <param name="listings">The listings, whose chains and transactions the submissions share.</param>
/// <param name="table">Their table.</param>
/// <param name="checks">Announces what is to be checked.</param>
/// <param name="events">Announces other changes.</param>
internal sealed class SubmissionStore(ListingStore listings, TableClient table, OutboxWriter checks, OutboxWriter events) : IAggregateStore<Submission>
{
    /// <summary>Where submissions wait for the checks.</summary>
    public const string ChecksQueue = "submission-checks";

    /// <summary>Submitted: to be checked.</summary>
    public static readonly MessageType<OutboxMessage> Submitted = OutboxMessage.TypeOf("submission.submitted");

    /// <summary>Changed otherwise: views and notifications follow.</summary>
    public static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("submission.changed");

    /// <summary>How long an intent to check stays hidden before it shows itself; its consumer waits for the commit.</summary>
    public static readonly TimeSpan ChecksHidden = TimeSpan.FromSeconds(1);

    public long RevisionOf(Submission state) => state.Revision;

    public async Task<Stored<Submission>?> FindAsync(string id, CancellationToken cancellationToken) =>
        SubmissionId.TryParse(id, out var known) ? await ReadAsync(known, cancellationToken) : null;

    /// <summary>The submission, its listing and its files, by one query; null where there is none.</summary>
    public async Task<StoredSubmission?> ReadAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var others = $"{TableClient.CreateQueryFilter($"RowKey eq {SubmissionRows.Key(id.Number)}")} or {AttachmentStore.Filter}";
        var (listing, rows) = await listings.ReadWithAsync(id.ListingId, others, cancellationToken);
        return listing is not null && rows.FirstOrDefault(IsSubmission) is { } row
            ? new StoredSubmission(SubmissionRows.FromRow(row), row.ETag, listing, AttachmentStore.FromRows(rows))
            : null;
    }

    /// <summary>The submission of a listing that is not closed; null when there is none.</summary>
    public async Task<StoredSubmission?> ReadOpenAsync(string listingId, CancellationToken cancellationToken) =>
        await listings.ReadAsync(listingId, cancellationToken) is { State.OpenSubmission: { } open }
            ? await ReadAsync(new SubmissionId(listingId, open), cancellationToken)
            : null;

    /// <summary>A listing and its last submission, if it ever had one; null where there is no listing.</summary>
    public async Task<(Listing Listing, Submission? Submission)?> ReadLastAsync(string listingId, CancellationToken cancellationToken)
    {
        if (await listings.ReadAsync(listingId, cancellationToken) is not { State: var listing })
        {
            return null;
        }

        var row = listing.Submissions == 0
            ? null
            : await table.GetEntityIfExistsAsync(listingId, SubmissionRows.Key(listing.Submissions), cancellationToken: cancellationToken);
        return (listing, row is null ? null : SubmissionRows.FromRow(row));
    }

    /// <summary>Whether anything was ever submitted for a listing; most were imported.</summary>
    public async Task<bool> HasSubmissionsAsync(string listingId, CancellationToken cancellationToken) =>
        await listings.ReadAsync(listingId, cancellationToken) is { State.Submissions: > 0 };

    /// <summary>All submissions of a listing, oldest first; null where there is no listing.</summary>
    public async Task<IReadOnlyList<Submission>?> ReadAllOfAsync(string listingId, CancellationToken cancellationToken)
    {
        var others = TableClient.CreateQueryFilter($"(RowKey ge {SubmissionRows.Prefix} and RowKey lt {SubmissionRows.AfterPrefix})");
        var (listing, rows) = await listings.ReadWithAsync(listingId, others, cancellationToken);
        return listing is null ? null : [.. rows.Select(SubmissionRows.FromRow)];
    }

    /// <summary>What an earlier request with the same key created, and the digest of its body; null when none did.</summary>
    public async Task<(SubmissionId Created, string Digest)?> FindCreatedAsync(string listingId, string key, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(listingId, SubmissionRows.KeyOfRequest(key), cancellationToken: cancellationToken) is { } row
            && SubmissionRows.FromKey(row) is var (number, digest)
            ? (new SubmissionId(listingId, number), digest)
            : null;

    /// <summary>Saves a draft's content; false when somebody was first.</summary>
    public async Task<bool> SaveAsync(StoredSubmission before, Submission after, CancellationToken cancellationToken) =>
        (await table.UpdateEntityAsync(SubmissionRows.ToRow(after), before.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;

    /// <summary>Opens a submission, and the listing with it where there is none yet.</summary>
    /// <param name="change">The listing with the submission counted.</param>
    /// <param name="submission">The new submission.</param>
    /// <param name="key">Key of the request, so that a repeat finds what it created.</param>
    /// <param name="digest">Digest of the request's body.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<OutboxOutcome> OpenAsync(Change<Listing> change, Submission submission, string key, string digest, CancellationToken cancellationToken) =>
        listings.CommitAsync(
            change with
            {
                Differences = SubmissionDiff.Between(null, submission),
                Rows = [TableTransactionAction.Add(SubmissionRows.ToRow(submission)),
                    TableTransactionAction.Add(SubmissionRows.ToKey(submission.Id, key, digest))],
            },
            events,
            cancellationToken);

    /// <summary>Commits a step that views and notifications follow.</summary>
    public Task<OutboxOutcome> CommitAsync(Change<Submission> change, CancellationToken cancellationToken) =>
        listings.CommitAsync(ToListingChange(change), events, cancellationToken);

    /// <summary>Commits a step that the checks follow.</summary>
    public Task<OutboxOutcome> SubmitAsync(Change<Submission> change, CancellationToken cancellationToken) =>
        listings.CommitAsync(ToListingChange(change), checks, cancellationToken);

    /// <summary>Commits a step of a message that is being handled, which tells the others itself.</summary>
    /// <returns>False when somebody was first.</returns>
    public Task<bool> TryCommitAsync(Change<Submission> change, CancellationToken cancellationToken) =>
        listings.TryCommitAsync(ToListingChange(change), cancellationToken);

    /// <summary>The same together with the end of the message's event.</summary>
    public Task<bool> TryCommitAsync(Change<Submission> change, OutboxClaim claim, CancellationToken cancellationToken) =>
        TryCommitAsync(change with { Rows = [OutboxReader.Completion(claim)] }, cancellationToken);

    /// <summary>Publishes: the listing's new version and the end of the submission, as one; the index follows.</summary>
    public Task<OutboxOutcome> PublishAsync(Change<Submission> change, Listing published, CancellationToken cancellationToken)
    {
        var before = ((StoredSubmission)change.Before!).Listing;
        var differences = SubmissionDiff.Between(change.Before.State, change.After).And(ListingDiff.Between(before.State, published));
        return listings.CommitAsync(ToListingChange(change) with { After = published with { OpenSubmission = null }, Differences = differences },
            cancellationToken);
    }

    private static bool IsSubmission(TableEntity row) => row.RowKey.StartsWith(SubmissionRows.Prefix, StringComparison.Ordinal);

    private static Change<Listing> ToListingChange(Change<Submission> change)
    {
        var (before, after) = ((StoredSubmission)change.Before!, change.After);
        var listing = before.Listing.State;
        return new Change<Listing>(before.Listing, after.IsClosed ? listing with { OpenSubmission = null } : listing, change.Facts)
        {
            Differences = change.Differences ?? SubmissionDiff.Between(before.State, after),
            Rows = [TableTransactionAction.Update(SubmissionRows.ToRow(after), before.ETag, TableUpdateMode.Replace), .. change.Rows],
        };
    }
}
