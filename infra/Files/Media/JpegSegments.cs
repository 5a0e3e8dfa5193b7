using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Media;

/// <summary>JPEG (ISO 10918): segments up to the picture's data. What follows it is left alone, since cameras add to it.</summary>
internal static class JpegSegments
{
    private const byte StartOfScan = 0xDA;

    public static bool AreWhole(Stream file)
    {
        Span<byte> segment = stackalloc byte[4];
        var hasFrame = false;
        long at = 2;
        for (var parts = 0; parts < MediaParts.Most && file.TryReadAt(at, segment); parts++)
        {
            if (segment[0] != 0xFF)
            {
                return false;
            }

            if (segment[1] == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
            if (length < 2)
            {
                return false;
            }

            if (segment[1] == StartOfScan)
            {
                return hasFrame && at + 2 + length < file.Length;
            }

            hasFrame |= IsFrame(segment[1]);
            at += 2 + length;
        }

        return false;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;
}
