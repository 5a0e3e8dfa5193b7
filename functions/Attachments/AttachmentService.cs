using System.Security.Cryptography;
using System.Text;
using Azure;
using Marketplace.Files;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Marketplace.Storage;

namespace Marketplace.Functions.Attachments;

/// <summary>A file that somebody wants to attach.</summary>
/// <param name="Parent">The aggregate.</param>
/// <param name="Submission">Number of the submission it is for; null for none.</param>
/// <param name="Request">What the client says of the file.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Key">The caller's idempotency key; null for none.</param>
internal sealed record Announcement(AttachmentParent Parent, int? Submission, AttachmentRequest Request, Caller Caller, string? Key);

/// <summary>What came of an announcement.</summary>
/// <param name="File">The attachment.</param>
/// <param name="Ticket">The permission to upload it.</param>
/// <param name="IsReplayed">Whether it repeats the first answer to the same key.</param>
internal sealed record Announced(AttachmentFile File, AttachmentTicket Ticket, bool IsReplayed);

/// <summary>
/// Takes attachments in and gives them out, for whatever aggregate. Who may do that is the caller's to decide before: the aggregate's
/// owner announces, completes and removes; whoever sees the listing downloads.
/// </summary>
internal sealed class AttachmentService(AttachmentStore store, AttachmentBlobs blobs, FileInspector inspector, TimeProvider time)
{
    /// <summary>Announces a file and returns the permission to upload it, for an hour.</summary>
    /// <returns>The announcement; or <c>invalid</c>, <c>attachmentLimit</c>, <c>idempotencyKeyReused</c>, or <c>busy</c> when others were always
    /// first.</returns>
    public async Task<Decided<Announced>> AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var (parent, submission, request, caller, key) = announcement;
        var id = key is not null ? IdOf(parent, caller, key) : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var announced = AttachmentRules.Announce(request, id, submission, time.GetUtcNow());
        if (announced.IsRefused)
        {
            return announced.Refusal;
        }

        try
        {
            return (await RetryPolicy.RunAsync(id, stop => TryAnnounceAsync(parent, announced.Value, stop), cancellationToken)).Decided;
        }
        catch (ContentionException)
        {
            return new Refusal(ProblemCodes.Busy);
        }
    }

    /// <summary>Another hour for an upload that is still awaited.</summary>
    /// <returns>The permission; or <c>notFound</c>, <c>uploadNotAwaited</c>, <c>attachmentLimit</c>, <c>stale</c>.</returns>
    public async Task<Decided<AttachmentTicket>> RenewAsync(AttachmentParent parent, string id, CancellationToken cancellationToken)
    {
        var seen = await store.ReadAllAsync(parent, cancellationToken);
        if (seen.Items.FirstOrDefault(one => one.File.Id == id) is not { File.State: not AttachmentState.Removed } stored)
        {
            return Refusal.NotFound;
        }

        if (stored.File.State is not AttachmentState.AwaitingUpload)
        {
            return new Refusal("uploadNotAwaited");
        }

        if (!AttachmentRules.HasRoom(seen.Items.Select(static one => one.File).Where(file => file.Id != id), time.GetUtcNow()))
        {
            return new Refusal("attachmentLimit");
        }

        var renewed = stored.File with { TicketEndsAt = time.GetUtcNow() + AttachmentRules.TicketLife };
        return await store.SaveAsync(parent, stored, renewed, cancellationToken)
            ? await TicketAsync(parent, renewed, cancellationToken)
            : new Refusal(ProblemCodes.Stale);
    }

    /// <summary>Inspects what was uploaded. Repeating it answers where the attachment stands.</summary>
    /// <returns>The attachment, scanning or refused; or <c>notFound</c>, <c>uploadMissing</c>, <c>uploadIncomplete</c>, <c>uploadAttempts</c>,
    /// <c>uploadDiffers</c>, <c>uploadChanged</c>.</returns>
    public async Task<Decided<AttachmentFile>> CompleteAsync(AttachmentParent parent, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(parent, id, cancellationToken) is not { File.State: not AttachmentState.Removed } stored)
        {
            return Refusal.NotFound;
        }

        if (stored.File.State is not AttachmentState.AwaitingUpload)
        {
            return stored.File;
        }

        var name = AttachmentBlobs.NameOf(parent, id);
        var upload = await blobs.FindUploadAsync(name, cancellationToken);
        if (upload is null || AttachmentRules.Incomplete(stored.File, upload.ContentLength) is not null)
        {
            return AttachmentRules.Incomplete(stored.File, upload?.ContentLength)!;
        }

        var attempt = AttachmentRules.Attempt(stored.File);
        if (attempt.IsRefused)
        {
            return attempt.Refusal;
        }

        // Whoever is told that the row was changed looks at it anew: there are few attempts, so this ends.
        return await store.ReplaceAsync(parent, stored, attempt.Value, cancellationToken) is { } counted
            ? await InspectAsync(parent, counted, upload.ETag, cancellationToken)
            : await CompleteAsync(parent, id, cancellationToken);
    }

    /// <summary>
    /// Takes an attachment back and deletes its bytes; repeating it does nothing. Not for one that a published version names: its
    /// owner keeps that one.
    /// </summary>
    /// <returns>Null; or <c>notFound</c>, <c>stale</c>.</returns>
    public async Task<Refusal?> RemoveAsync(AttachmentParent parent, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(parent, id, cancellationToken) is not { } stored)
        {
            return Refusal.NotFound;
        }

        if (stored.File.State is not AttachmentState.Removed
            && !await store.SaveAsync(parent, stored, stored.File with { State = AttachmentState.Removed }, cancellationToken))
        {
            return new Refusal(ProblemCodes.Stale);
        }

        await blobs.DeleteAsync(AttachmentBlobs.NameOf(parent, id), cancellationToken);
        return null;
    }

    /// <summary>All attachments but removed ones.</summary>
    public async Task<IReadOnlyList<AttachmentFile>> ListAsync(AttachmentParent parent, CancellationToken cancellationToken) =>
        [.. (await store.ReadAllAsync(parent, cancellationToken)).Items.Select(static one => one.File)
            .Where(static file => file.State is not AttachmentState.Removed)];

    /// <summary>A link to a clean attachment, for five minutes.</summary>
    /// <returns>The link; or <c>notFound</c>, <c>attachmentNotClean</c>.</returns>
    public async Task<Decided<DownloadLink>> LinkAsync(AttachmentParent parent, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(parent, id, cancellationToken) is not { File: { State: not AttachmentState.Removed } file })
        {
            return Refusal.NotFound;
        }

        if (file.State is not AttachmentState.Clean)
        {
            return new Refusal("attachmentNotClean");
        }

        var endsAt = time.GetUtcNow() + AttachmentRules.LinkLife;
        var link = await blobs.SignDownloadAsync(AttachmentBlobs.NameOf(parent, id), file, endsAt, cancellationToken);
        return new DownloadLink(link.AbsoluteUri, file.FileName, FileTypes.Of(file.Type).MediaType, file.Length, file.Sha256!, endsAt);
    }

    /// <summary>What came of it; null when another file was announced since this one was looked for.</summary>
    private async Task<Outcome?> TryAnnounceAsync(AttachmentParent parent, AttachmentFile file, CancellationToken cancellationToken)
    {
        var seen = await store.ReadAllAsync(parent, cancellationToken);
        if (seen.Items.FirstOrDefault(one => one.File.Id == file.Id) is { } first)
        {
            return new(await RepeatAsync(parent, first.File, file, cancellationToken));
        }

        if (!AttachmentRules.HasRoom(seen.Items.Select(static one => one.File), time.GetUtcNow()))
        {
            return new(new Refusal("attachmentLimit"));
        }

        return await store.AddAsync(parent, seen, file, cancellationToken)
            ? new(await AnnouncedAsync(parent, file, isReplayed: false, cancellationToken))
            : null;
    }

    private async Task<Decided<AttachmentFile>> InspectAsync(
        AttachmentParent parent, StoredAttachment stored, ETag version, CancellationToken cancellationToken)
    {
        var inspection = await blobs.ReadUploadAsync(
            AttachmentBlobs.NameOf(parent, stored.File.Id),
            version,
            (content, stop) => inspector.InspectAsync(content, stored.File.DeclaredSha256, stop),
            cancellationToken);
        if (inspection is null)
        {
            return new Refusal("uploadChanged");
        }

        var completed = AttachmentRules.Complete(stored.File, inspection, version);
        return completed.IsRefused ? completed : await SettleAsync(parent, stored, completed.Value, cancellationToken);
    }

    private async Task<Decided<AttachmentFile>> SettleAsync(
        AttachmentParent parent, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken)
    {
        var isSaved = after.State is AttachmentState.Refused
            ? await store.SaveAsync(parent, before, after, cancellationToken)
            : await store.CompleteAsync(parent, before, after, cancellationToken);
        if (!isSaved)
        {
            return await store.ReadAsync(parent, after.Id, cancellationToken) switch
            {
                null or { File.State: AttachmentState.Removed } => Refusal.NotFound,
                // Another attempt was counted, or the ticket renewed; what was found here holds for the version it names.
                { File.State: AttachmentState.AwaitingUpload } now => await SettleAsync(
                    parent, now, after with { Attempts = now.File.Attempts, TicketEndsAt = now.File.TicketEndsAt }, cancellationToken),
                { } now => now.File,
            };
        }

        if (after.State is AttachmentState.Refused)
        {
            await blobs.DeleteAsync(AttachmentBlobs.NameOf(parent, after.Id), cancellationToken);
        }

        return after;
    }

    private async Task<Decided<Announced>> RepeatAsync(AttachmentParent parent, AttachmentFile first, AttachmentFile again, CancellationToken cancellationToken)
    {
        if (!AttachmentRules.IsSame(first, again))
        {
            return new Refusal(ProblemCodes.IdempotencyKeyReused);
        }

        return await AnnouncedAsync(parent, first, isReplayed: true, cancellationToken);
    }

    private async Task<Announced> AnnouncedAsync(AttachmentParent parent, AttachmentFile file, bool isReplayed, CancellationToken cancellationToken) =>
        new(file, await TicketAsync(parent, file, cancellationToken), isReplayed);

    private async Task<AttachmentTicket> TicketAsync(AttachmentParent parent, AttachmentFile file, CancellationToken cancellationToken)
    {
        var link = await blobs.SignUploadAsync(AttachmentBlobs.NameOf(parent, file.Id), file.TicketEndsAt, cancellationToken);
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["content-type"] = FileTypes.Of(file.Type).MediaType };
        return new(file.Id, new("PUT", link.AbsoluteUri, headers, file.TicketEndsAt));
    }

    private static string IdOf(AttachmentParent parent, Caller caller, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent.Kind}\n{parent.Partition}\n{caller.Issuer}\n{caller.Subject}\n{key}")))[..32];

    private sealed record Outcome(Decided<Announced> Decided);
}
