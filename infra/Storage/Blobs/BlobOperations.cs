using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>The blob operations in use, each with the answers it expects (docs/storage-protocol.md §4).</summary>
internal static class BlobOperations
{
    public static readonly StorageOperation CreateContainer = StorageOperation.Create("Blob.CreateContainer", 201, 409);
    public static readonly StorageOperation DeleteContainer = StorageOperation.Create("Blob.DeleteContainer", 202, 404);
    public static readonly StorageOperation List = StorageOperation.Create("Blob.List", 200);
    public static readonly StorageOperation UserDelegationKey = StorageOperation.Create("Blob.UserDelegationKey", 200);
    public static readonly StorageOperation Download = StorageOperation.Transfer("Blob.Download", 200, 206, 304, 404, 412, 416);
    public static readonly StorageOperation Properties = StorageOperation.Create("Blob.Properties", 200, 304, 404, 412);
    public static readonly StorageOperation Upload = StorageOperation.Transfer("Blob.Upload", 201, 404, 409, 412);
    public static readonly StorageOperation StageBlock = StorageOperation.Transfer("Blob.StageBlock", 201, 404, 412);
    public static readonly StorageOperation CommitBlocks = StorageOperation.Create("Blob.CommitBlocks", 201, 400, 404, 409, 412);
    public static readonly StorageOperation BlockList = StorageOperation.Create("Blob.BlockList", 200, 404);
    public static readonly StorageOperation CreateAppend = StorageOperation.Create("Blob.CreateAppend", 201, 409, 412);
    public static readonly StorageOperation AppendAt = StorageOperation.Transfer("Blob.Append", 201, 404, 409, 412);
    public static readonly StorageOperation AppendOnce = StorageOperation.TransferOnce("Blob.Append", 201, 404, 409, 412);
    public static readonly StorageOperation Delete = StorageOperation.Create("Blob.Delete", 202, 404, 409, 412);
    public static readonly StorageOperation Copy = StorageOperation.Create("Blob.Copy", 202, 404, 409, 412);
    public static readonly StorageOperation Lease = StorageOperation.Create("Blob.Lease", 200, 201, 202, 404, 409, 412);
}
