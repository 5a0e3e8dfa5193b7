using System.Security.Cryptography;
using System.Text;
using Marketplace.Files;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;

namespace Marketplace.Functions.Attachments;

/// <summary>What came of an announcement.</summary>
/// <param name="File">The attachment.</param>
/// <param name="Ticket">The permission to upload it.</param>
/// <param name="IsReplayed">Whether it repeats the first answer to the same key.</param>
internal sealed record Announced(AttachmentFile File, AttachmentTicket Ticket, bool IsReplayed);

/// <summary>
/// Takes attachments in and gives them out, for whatever aggregate. Who may do that is the caller's to decide before: the aggregate's
/// owner announces, completes and removes; whoever sees the entry downloads.
/// </summary>
internal sealed class AttachmentService(AttachmentStore store, AttachmentBlobs blobs, FileInspector inspector, TimeProvider time)
{
    /// <summary>How often a change is tried anew when others of the same aggregate are first.</summary>
    private const int Attempts = 8;

    /// <summary>Announces a file and answers the permission to upload it, for an hour.</summary>
    /// <param name="home">The aggregate.</param>
    /// <param name="submission">Number of the submission it is for; null for none.</param>
    /// <param name="request">What the client says of the file.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="key">The caller's idempotency key; null for none.</param>
    /// <param name="cancellationToken">Stops; the announcement may still be made.</param>
    /// <returns>The announcement; or <c>invalid</c>, <c>attachmentLimit</c>, <c>idempotencyKeyReused</c>, or <c>busy</c> when others were always first.</returns>
    public async Task<Decided<Announced>> AnnounceAsync(
        AttachmentParent home, int? submission, AttachmentRequest request, Caller caller, string? key, CancellationToken cancellationToken)
    {
        var id = key is not null ? IdOf(home, caller, key) : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var announced = AttachmentRules.Announce(request, id, submission, time.GetUtcNow());
        if (announced.IsRefused)
        {
            return announced.Refusal;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var seen = await store.ReadAllAsync(home, cancellationToken);
            if (seen.Items.FirstOrDefault(one => one.File.Id == id) is { } first)
            {
                return await RepeatAsync(home, first.File, announced.Value, cancellationToken);
            }

            if (!AttachmentRules.HasRoom(seen.Items.Select(static one => one.File), time.GetUtcNow()))
            {
                return new Refusal("attachmentLimit");
            }

            if (await store.AddAsync(home, seen, announced.Value, cancellationToken))
            {
                return await AnnouncedAsync(home, announced.Value, isReplayed: false, cancellationToken);
            }
        }

        return new Refusal(ProblemCodes.Busy);
    }

    /// <summary>Another hour for an upload that is still awaited.</summary>
    /// <returns>The permission; or <c>notFound</c>, <c>uploadNotAwaited</c>, <c>attachmentLimit</c>, <c>stale</c>.</returns>
    public async Task<Decided<AttachmentTicket>> RenewAsync(AttachmentParent home, string id, CancellationToken cancellationToken)
    {
        var seen = await store.ReadAllAsync(home, cancellationToken);
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
        return await store.SaveAsync(home, stored, renewed, cancellationToken) ? await TicketAsync(home, renewed, cancellationToken) : new Refusal(ProblemCodes.Stale);
    }

    /// <summary>Inspects what was uploaded. Repeating it answers where the attachment stands.</summary>
    /// <returns>The attachment, scanning or refused; or <c>notFound</c>, <c>uploadMissing</c>, <c>uploadIncomplete</c>, <c>uploadDiffers</c>, <c>uploadChanged</c>.</returns>
    public async Task<Decided<AttachmentFile>> CompleteAsync(AttachmentParent home, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(home, id, cancellationToken) is not { File.State: not AttachmentState.Removed } stored)
        {
            return Refusal.NotFound;
        }

        if (stored.File.State is not AttachmentState.AwaitingUpload)
        {
            return stored.File;
        }

        var name = AttachmentBlobs.NameOf(home, id);
        var upload = await blobs.FindUploadAsync(name, cancellationToken);
        if (upload is null || AttachmentRules.Incomplete(stored.File, upload.ContentLength) is not null)
        {
            return AttachmentRules.Incomplete(stored.File, upload?.ContentLength)!;
        }

        if (await blobs.ReadUploadAsync(name, upload.ETag, inspector.InspectAsync, cancellationToken) is not { } inspection)
        {
            return new Refusal("uploadChanged");
        }

        var completed = AttachmentRules.Complete(stored.File, inspection, upload.ETag);
        if (completed.IsRefused)
        {
            return completed.Refusal;
        }

        return await SettleAsync(home, stored, completed.Value, cancellationToken);
    }

    /// <summary>
    /// Takes an attachment back and deletes its bytes; repeating it does nothing. Not for one that a published version names: its
    /// owner keeps that one.
    /// </summary>
    /// <returns>Null; or <c>notFound</c>, <c>stale</c>.</returns>
    public async Task<Refusal?> RemoveAsync(AttachmentParent home, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(home, id, cancellationToken) is not { } stored)
        {
            return Refusal.NotFound;
        }

        if (stored.File.State is not AttachmentState.Removed && !await store.SaveAsync(home, stored, stored.File with { State = AttachmentState.Removed }, cancellationToken))
        {
            return new Refusal(ProblemCodes.Stale);
        }

        await blobs.DeleteAsync(AttachmentBlobs.NameOf(home, id), cancellationToken);
        return null;
    }

    /// <summary>All attachments but removed ones.</summary>
    public async Task<IReadOnlyList<AttachmentFile>> ListAsync(AttachmentParent home, CancellationToken cancellationToken) =>
        [.. (await store.ReadAllAsync(home, cancellationToken)).Items.Select(static one => one.File).Where(static file => file.State is not AttachmentState.Removed)];

    /// <summary>A link to a clean attachment, for five minutes.</summary>
    /// <returns>The link; or <c>notFound</c>, <c>attachmentNotClean</c>.</returns>
    public async Task<Decided<DownloadLink>> LinkAsync(AttachmentParent home, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(home, id, cancellationToken) is not { File: { State: not AttachmentState.Removed } file })
        {
            return Refusal.NotFound;
        }

        if (file.State is not AttachmentState.Clean)
        {
            return new Refusal("attachmentNotClean");
        }

        var endsAt = time.GetUtcNow() + AttachmentRules.LinkLife;
        var link = await blobs.SignDownloadAsync(AttachmentBlobs.NameOf(home, id), file, endsAt, cancellationToken);
        return new DownloadLink(link.AbsoluteUri, file.FileName, FileTypes.Of(file.Type).MediaType, file.Length, file.Sha256!, endsAt);
    }

    private async Task<Decided<AttachmentFile>> SettleAsync(AttachmentParent home, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken)
    {
        var isSaved = after.State is AttachmentState.Refused
            ? await store.SaveAsync(home, before, after, cancellationToken)
            : await store.CompleteAsync(home, before, after, cancellationToken);
        if (!isSaved)
        {
            return await store.ReadAsync(home, after.Id, cancellationToken) is { File.State: not AttachmentState.Removed } now ? now.File : Refusal.NotFound;
        }

        if (after.State is AttachmentState.Refused)
        {
            await blobs.DeleteAsync(AttachmentBlobs.NameOf(home, after.Id), cancellationToken);
        }

        return after;
    }

    private async Task<Decided<Announced>> RepeatAsync(AttachmentParent home, AttachmentFile first, AttachmentFile again, CancellationToken cancellationToken)
    {
        if (!AttachmentRules.IsSame(first, again))
        {
            return new Refusal(ProblemCodes.IdempotencyKeyReused);
        }

        return await AnnouncedAsync(home, first, isReplayed: true, cancellationToken);
    }

    private async Task<Announced> AnnouncedAsync(AttachmentParent home, AttachmentFile file, bool isReplayed, CancellationToken cancellationToken) =>
        new(file, await TicketAsync(home, file, cancellationToken), isReplayed);

    private async Task<AttachmentTicket> TicketAsync(AttachmentParent home, AttachmentFile file, CancellationToken cancellationToken)
    {
        var link = await blobs.SignUploadAsync(AttachmentBlobs.NameOf(home, file.Id), file.TicketEndsAt, cancellationToken);
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob", ["content-type"] = FileTypes.Of(file.Type).MediaType };
        return new(file.Id, new("PUT", link.AbsoluteUri, headers, file.TicketEndsAt));
    }

    private static string IdOf(AttachmentParent home, Caller caller, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{home.Kind}\n{home.Partition}\n{caller.Issuer}\n{caller.Subject}\n{key}")))[..32];
}
