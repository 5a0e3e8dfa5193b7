using Marketplace.Files;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Submissions.Files;

/// <summary>Which files belong to a submission: those uploaded for it, and those of the published version that it keeps.</summary>
internal static class SubmissionFiles
{
    public static AttachmentParent ParentOf(string listingId) => new(ListingStore.Type.Name, listingId);

    public static IReadOnlyList<AttachmentFile> Of(StoredSubmission stored) =>
        [.. stored.AllFiles.Where(file => file.State is not AttachmentState.Removed && Has(stored.State, file))];

    public static bool Has(Submission submission, AttachmentFile file) => file.Submission == submission.Id.Number || submission.KeptFiles.Contains(file.Id);

    /// <summary>What a listing shows of the files once published: the clean ones.</summary>
    public static IReadOnlyList<Attachment> Published(StoredSubmission stored) =>
        [.. Of(stored).Where(file => file.State is AttachmentState.Clean)
            .Select(file => new Attachment(file.Id, file.FileName, FileTypes.Of(file.Type).MediaType, file.Length, file.Sha256!))];

    /// <summary>Uploads that were begun and not completed: their owner would miss them.</summary>
    public static IReadOnlyList<FieldError> Unfinished(StoredSubmission stored, DateTimeOffset now) =>
        [.. Of(stored).Where(file => file.State is AttachmentState.AwaitingUpload && file.TicketEndsAt > now)
            .Select(file => new FieldError(FieldOf(file), "uploadUnfinished"))];

    private static string FieldOf(AttachmentFile file) => $"attachments[{file.Id}]";
}
