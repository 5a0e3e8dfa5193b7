using System.Buffers.Binary;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// The form of a <see cref="LocalCopy"/>: the manifest, then each segment and what is deleted in it, with lengths in front where the manifest does not give
/// them. The checksums are those of the stored index.
/// </summary>
internal static class CopyFormat
{
    public static async Task WriteAsync(FileStream file, IndexState state, CancellationToken cancellationToken)
    {
        // Logs are for writers, who need storage anyway.
        var manifest = StoreJson.Write(state.Manifest with { Deletions = [], Rebuild = null });
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, manifest.Length);
        await file.WriteAsync(length, cancellationToken);
        await file.WriteAsync(manifest, cancellationToken);
        foreach (var part in state.Parts)
        {
            await file.WriteAsync(part.Segment.Bytes, cancellationToken);
            if (part.DeletesBlob is not null)
            {
                var deletes = part.Deletes.Save();
                BinaryPrimitives.WriteInt32LittleEndian(length, deletes.Length);
                await file.WriteAsync(length, cancellationToken);
                await file.WriteAsync(deletes, cancellationToken);
            }
        }
    }

    /// <exception cref="InvalidDataException">Something is damaged.</exception>
    /// <exception cref="IndexFormatException">A newer version of this program wrote it.</exception>
    public static async Task<IndexState> ReadAsync(FileStream file, SegmentCache segments, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(file, cancellationToken);
        var parts = new List<IndexPart>();
        foreach (var entry in manifest.Segments)
        {
            parts.Add(await ReadPartAsync(file, entry, segments, cancellationToken));
        }

        return IndexState.Empty with { Manifest = manifest, Parts = parts };
    }

    /// <summary>Reads the beginning only.</summary>
    /// <exception cref="InvalidDataException">Something is damaged.</exception>
    /// <exception cref="IndexFormatException">A newer version of this program wrote it.</exception>
    public static async Task<Manifest> ReadManifestAsync(FileStream file, CancellationToken cancellationToken) =>
        StoreJson.ReadManifest(await ReadAsync(file, await ReadLengthAsync(file, cancellationToken), cancellationToken));

    private static async Task<IndexPart> ReadPartAsync(FileStream file, SegmentEntry entry, SegmentCache segments, CancellationToken cancellationToken)
    {
        var image = await ReadAsync(file, (int)entry.Bytes, cancellationToken);
        BlobNames.Verify(entry.Blob, image);
        var segment = Segment.Load(image);
        var deletes = DeleteSet.Empty;
        if (entry.DeletesBlob is not null)
        {
            var saved = await ReadAsync(file, await ReadLengthAsync(file, cancellationToken), cancellationToken);
            BlobNames.Verify(entry.DeletesBlob, saved);
            deletes = DeleteSet.Load(saved);
        }

        segments.Add(entry.Blob, segment);
        return new IndexPart(entry.Blob, entry.Bytes, segment, entry.DeletesBlob, deletes);
    }

    private static async Task<int> ReadLengthAsync(FileStream file, CancellationToken cancellationToken) =>
        BinaryPrimitives.ReadInt32LittleEndian(await ReadAsync(file, sizeof(int), cancellationToken));

    // Nothing is reserved for a length that the file does not have.
    private static async Task<byte[]> ReadAsync(FileStream file, int length, CancellationToken cancellationToken)
    {
        if (length < 0 || length > file.Length - file.Position)
        {
            throw new InvalidDataException("The copy is cut.");
        }

        var content = new byte[length];
        await file.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
