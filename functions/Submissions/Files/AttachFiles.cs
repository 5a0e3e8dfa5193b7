using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions.Files;

/// <summary>The files of one's own drafts. They change while a draft may be written on, and then no more.</summary>
internal sealed class AttachFiles(WriteSubmissions write, SubmissionStore store, AttachmentService desk, FindingTexts texts)
{
    public async Task<IResult> AnnounceAsync(string id, AttachmentRequest request, IdempotencyKey key, AccessScope access, CancellationToken cancellationToken)
    {
        var (stored, refused) = await FindOpenAsync(id, access, cancellationToken);
        if (stored is null)
        {
            return refused!;
        }

        var announced = await desk.AnnounceAsync(HomeOf(stored), stored.Submission.Id.Number, request, access.Caller, key.Value, cancellationToken);
        if (announced.IsRefused)
        {
            return new Problem(announced.Refusal);
        }

        return ApiResults.Created($"/api/submissions/{id}/attachments/{announced.Value.File.Id}", announced.Value.Ticket, replayed: announced.Value.IsReplayed);
    }

    public Task<IResult> RenewAsync(string id, string attachmentId, AccessScope access, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, access, async (stored, file) => Reply(await desk.RenewAsync(HomeOf(stored), file.Id, cancellationToken)), cancellationToken);

    public Task<IResult> CompleteAsync(string id, string attachmentId, AccessScope access, Language language, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, access, async (stored, file) =>
        {
            var completed = await desk.CompleteAsync(HomeOf(stored), file.Id, cancellationToken);
            return completed.IsRefused ? new Problem(completed.Refusal) : ApiResults.Ok(AttachmentItem.Of(completed.Value, texts, language));
        }, cancellationToken);

    /// <summary>A file of the published version is let go of, not deleted: the version still has it.</summary>
    public Task<IResult> RemoveAsync(string id, string attachmentId, AccessScope access, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, access, async (stored, file) =>
        {
            if (file.Submission != stored.Submission.Id.Number)
            {
                return await LetGoAsync(stored, file, now, cancellationToken);
            }

            return await desk.RemoveAsync(HomeOf(stored), file.Id, cancellationToken) is { } refusal ? new Problem(refusal) : ApiResults.NoContent();
        }, cancellationToken);

    public async Task<IResult> LinkAsync(string id, string attachmentId, AccessScope access, CancellationToken cancellationToken) =>
        await write.FindAsync(id, access, cancellationToken) is { } stored && FileOf(stored, attachmentId) is { } file
            ? Reply(await desk.LinkAsync(HomeOf(stored), file.Id, cancellationToken))
            : Problems.NotFound();

    private async Task<IResult> ChangeAsync(
        string id, string attachmentId, AccessScope access, Func<StoredSubmission, AttachmentFile, Task<IResult>> change, CancellationToken cancellationToken)
    {
        var (stored, refused) = await FindOpenAsync(id, access, cancellationToken);
        if (stored is null)
        {
            return refused!;
        }

        return FileOf(stored, attachmentId) is { } file ? await change(stored, file) : Problems.NotFound();
    }

    private async Task<(StoredSubmission? Stored, IResult? Refused)> FindOpenAsync(string id, AccessScope access, CancellationToken cancellationToken)
    {
        if (await write.FindAsync(id, access, cancellationToken) is not { } stored)
        {
            return (null, Problems.NotFound());
        }

        return LifecycleTable.Move(LifecycleSubject.Submission, stored.Submission.State, LifecycleAction.Save).Refusal is { } refusal ? (null, new Problem(refusal)) : (stored, null);
    }

    private async Task<IResult> LetGoAsync(StoredSubmission stored, AttachmentFile file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = stored.Submission.KeptFiles.Where(id => id != file.Id).ToList();
        var saved = SubmissionRules.Save(stored.Submission with { KeptFiles = kept }, stored.Submission.Content, stored.Submission.BasedOn, now);
        if (saved.IsRefused)
        {
            return new Problem(saved.Refusal);
        }

        return await store.SaveAsync(stored, saved.Value, cancellationToken) ? ApiResults.NoContent() : await write.StaleAsync(stored.Submission.Id, cancellationToken);
    }

    private static AttachmentFile? FileOf(StoredSubmission stored, string attachmentId) => SubmissionFiles.Of(stored).FirstOrDefault(file => file.Id == attachmentId);

    private static AttachmentParent HomeOf(StoredSubmission stored) => SubmissionFiles.HomeOf(stored.Submission.Id.ListingId);

    private static IResult Reply<T>(Decided<T> decided)
        where T : class => decided.IsRefused ? new Problem(decided.Refusal) : ApiResults.Ok(decided.Value);
}
