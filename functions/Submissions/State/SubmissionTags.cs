using Marketplace.Hosting;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.State;

/// <summary>The version of everything that is shown of a submission.</summary>
internal static class SubmissionTags
{
    public static EntityTag Of(Submission submission) => EntityTag.OfVersion(submission.Revision);
}
