using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Queues;

/// <summary>The queue operations in use, each with the answers it expects (docs/storage-protocol.md §5).</summary>
internal static class QueueOperations
{
    public static readonly StorageOperation Create = StorageOperation.Create("Queue.Create", 201, 204, 409);
    public static readonly StorageOperation DeleteQueue = StorageOperation.Create("Queue.DeleteQueue", 204, 404);
    public static readonly StorageOperation Properties = StorageOperation.Create("Queue.Properties", 200, 404);
    public static readonly StorageOperation Send = StorageOperation.Create("Queue.Send", 201);
    public static readonly StorageOperation Receive = StorageOperation.Create("Queue.Receive", 200);
    public static readonly StorageOperation Peek = StorageOperation.Create("Queue.Peek", 200);
    public static readonly StorageOperation Update = StorageOperation.Create("Queue.Update", 204, 400, 404);
    public static readonly StorageOperation Delete = StorageOperation.Create("Queue.Delete", 204, 400, 404);
}
