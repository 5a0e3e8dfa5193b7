using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Store;

/// <summary>The stored index: its blobs, the traces beside them, and the judgement on its manifest.</summary>
internal sealed record IndexAccess(IndexBlobs Blobs, IndexTraces Traces, ManifestReader Manifests)
{
    public static IndexAccess To(BlobContainerClient container, IIndexSource source)
    {
        var (blobs, traces) = (new IndexBlobs(container), new IndexTraces(container));
        return new(blobs, traces, new ManifestReader(blobs, traces, source));
    }
}
