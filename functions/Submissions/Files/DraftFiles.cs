using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Files;

/// <summary>The files of one's own drafts. They change while a draft may be edited, and then no more.</summary>
internal sealed class DraftFiles(SubmissionStore submissions, AttachmentService attachments, FindingTexts texts)
{
    public async Task<IResult> AnnounceAsync(
        string id, JsonBody<AttachmentRequest> body, IdempotencyKey key, RequestContext context, CancellationToken cancellationToken)
    {
        var (stored, refused) = await FindEditableAsync(id, context, cancellationToken);
        if (stored is null)
        {
            return refused!;
        }

        var announced =
            await attachments.AnnounceAsync(new(ParentOf(stored), stored.State.Id.Number, body.Value, context.Caller, key.Value), cancellationToken);
        return announced.IsRefused
            ? new Problem(announced.Refusal)
            : ApiResults.Created($"/api/submissions/{id}/attachments/{announced.Value.File.Id}", announced.Value.Ticket, replayed: announced.Value.IsReplayed);
    }

    public Task<IResult> RenewAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, context, async (stored, file) =>
            Respond(await attachments.RenewAsync(ParentOf(stored), file.Id, cancellationToken)), cancellationToken);

    public Task<IResult> CompleteAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, context, async (stored, file) =>
        {
            var completed = await attachments.CompleteAsync(ParentOf(stored), file.Id, cancellationToken);
            return completed.IsRefused ? new Problem(completed.Refusal) : ApiResults.Ok(AttachmentItem.Of(completed.Value, texts, context.Language));
        }, cancellationToken);

    /// <summary>A file of the published version is not deleted, since that version still has it; the submission no longer keeps it.</summary>
    public Task<IResult> RemoveAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken) =>
        ChangeAsync(id, attachmentId, context, async (stored, file) =>
        {
            if (file.Submission != stored.State.Id.Number)
            {
                return await KeepNoLongerAsync(stored, file, context, cancellationToken);
            }

            return await attachments.RemoveAsync(ParentOf(stored), file.Id, cancellationToken) is { } refusal ? new Problem(refusal) : ApiResults.NoContent();
        }, cancellationToken);

    public async Task<IResult> LinkAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken) =>
        await submissions.FindAsync(id, cancellationToken) is StoredSubmission stored && context.Owns(stored.State) && FileOf(stored, attachmentId) is { } file
            ? Respond(await attachments.LinkAsync(ParentOf(stored), file.Id, cancellationToken))
            : Problems.NotFound();

    private async Task<IResult> ChangeAsync(
        string id, string attachmentId, RequestContext context, Func<StoredSubmission, AttachmentFile, Task<IResult>> change,
        CancellationToken cancellationToken)
    {
        var (stored, refused) = await FindEditableAsync(id, context, cancellationToken);
        if (stored is null)
        {
            return refused!;
        }

        return FileOf(stored, attachmentId) is { } file ? await change(stored, file) : Problems.NotFound();
    }

    private async Task<(StoredSubmission? Stored, IResult? Refused)> FindEditableAsync(string id, RequestContext context, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(id, cancellationToken) is not StoredSubmission stored || !context.Owns(stored.State))
        {
            return (null, Problems.NotFound());
        }

        return SubmissionLifecycle.Table.Move(stored.State.State, LifecycleAction.Save).Refusal is { } refusal ? (null, new Problem(refusal)) : (stored, null);
    }

    private async Task<IResult> KeepNoLongerAsync(StoredSubmission stored, AttachmentFile file, RequestContext context, CancellationToken cancellationToken)
    {
        var submission = stored.State with { KeptFiles = [.. stored.State.KeptFiles.Where(id => id != file.Id)] };
        var saved = SubmissionRules.Save(submission, submission.Content, submission.BasedOn, context.Now);
        if (saved.IsRefused)
        {
            return new Problem(saved.Refusal);
        }

        return await submissions.SaveAsync(stored, saved.Value, cancellationToken)
            ? ApiResults.NoContent()
            : await submissions.StaleAsync(submission.Id.ToString(), cancellationToken);
    }

    private static AttachmentFile? FileOf(StoredSubmission stored, string attachmentId) =>
        SubmissionFiles.Of(stored).FirstOrDefault(file => file.Id == attachmentId);

    private static AttachmentParent ParentOf(StoredSubmission stored) => SubmissionFiles.ParentOf(stored.State.Id.ListingId);

    private static IResult Respond<T>(Decided<T> decided)
        where T : class => decided.IsRefused ? new Problem(decided.Refusal) : ApiResults.Ok(decided.Value);
}
