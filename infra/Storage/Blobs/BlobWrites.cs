using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>What a refused write means.</summary>
internal static class BlobWrites
{
    /// <exception cref="Azure.RequestFailedException">The answer is no outcome of a write.</exception>
    public static WriteOutcome OutcomeOf(HttpMessage message, BlobRequestConditions conditions)
    {
        var response = message.Response;
        return (response.Status, StorageError.CodeOf(response)) switch
        {
            (404, _) when BlobRequest.IsMissingBlob(response) => WriteOutcome.NotFound,
            (409 or 412, "LeaseIdMissing" or "LeaseLost" or "LeaseIdMismatchWithBlobOperation" or "LeaseNotPresentWithBlobOperation") => WriteOutcome.Leased,
            (409, "BlobIsSealed" or "BlockCountExceedsLimit") => WriteOutcome.Full,
            (412, "AppendPositionConditionNotMet") => WriteOutcome.Stale,
            (409, "BlobAlreadyExists") => WriteOutcome.Exists,
            (412, _) when conditions.IfNoneMatch is not null => WriteOutcome.Exists,
            (412, "ConditionNotMet" or "") => WriteOutcome.Stale,
            _ => throw StorageError.Unexpected(message),
        };
    }
}
