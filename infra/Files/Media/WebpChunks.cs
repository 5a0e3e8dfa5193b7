using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Media;

/// <summary>WebP (RFC 9649): a RIFF file whose chunks fill it to the end.</summary>
internal static class WebpChunks
{
    private const int HeaderBytes = 12;

    public static bool AreWhole(Stream file)
    {
        Span<byte> chunk = stackalloc byte[8];
        if (!file.TryReadAt(0, chunk))
        {
            return false;
        }

        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (end != file.Length)
        {
            return false;
        }

        long at = HeaderBytes;
        for (var parts = 0; at < end; parts++)
        {
            if (parts == MediaParts.Most || !file.TryReadAt(at, chunk))
            {
                return false;
            }

            if (at == HeaderBytes && !chunk.StartsWith("VP8"u8))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            at += chunk.Length + length + (length & 1);
        }

        return at == end && end > HeaderBytes;
    }
}
