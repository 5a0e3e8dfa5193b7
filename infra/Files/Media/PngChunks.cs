using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Media;

/// <summary>PNG (ISO 15948): chunks from the header to the end, and nothing behind.</summary>
internal static class PngChunks
{
    private const int SignatureBytes = 8;
    private const int FrameBytes = 12;
    private const int HeaderBytes = 13;

    public static bool AreWhole(Stream file)
    {
        Span<byte> chunk = stackalloc byte[8];
        long at = SignatureBytes;
        for (var parts = 0; parts < MediaParts.Most && file.TryReadAt(at, chunk); parts++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var isFirst = at == SignatureBytes;
            if (isFirst != chunk[4..].SequenceEqual("IHDR"u8) || isFirst && length != HeaderBytes)
            {
                return false;
            }

            at += FrameBytes + length;
            if (chunk[4..].SequenceEqual("IEND"u8))
            {
                return at == file.Length;
            }
        }

        return false;
    }
}
