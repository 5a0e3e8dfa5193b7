namespace Marketplace.Storage.Blobs;

/// <summary>The parts of a blob's full address, in the cloud's or the emulator's form.</summary>
internal readonly record struct BlobAddress(Uri Service, string Container, string Name)
{
    /// <exception cref="ArgumentException">The address is not that of a blob.</exception>
    public static BlobAddress Parse(Uri blobUri)
    {
        ArgumentNullException.ThrowIfNull(blobUri);
        var pathStyle = Pipeline.StorageEndpoint.IsPathStyle(blobUri);
        var parts = blobUri.AbsolutePath.TrimStart('/').Split('/', pathStyle ? 3 : 2);
        var account = pathStyle ? "/" + parts[0] : "";
        return parts[(pathStyle ? 1 : 0)..] is [var container, var name]
            ? new BlobAddress(new Uri(blobUri.GetLeftPart(UriPartial.Authority) + account), container, Uri.UnescapeDataString(name))
            : throw new ArgumentException("This is no blob's address.", nameof(blobUri));
    }
}
