using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Media;

/// <summary>MP4 (ISO 14496-12): boxes that fill the file, the description of the film among them.</summary>
internal static class Mp4Boxes
{
    private const int BrandAt = 8;

    private static readonly string[] Brands =
        ["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ", "M4A ", "M4VH", "M4VP", "MSNV", "dash", "mmp4",
            "3gp4", "3gp5", "3gp6"];

    /// <summary>The same boxes also hold pictures (HEIF, AVIF) and QuickTime films; the brand tells.</summary>
    public static bool IsVideo(ReadOnlySpan<byte> head)
    {
        var brand = head.Slice(BrandAt, 4);
        foreach (var known in Brands)
        {
            if (System.Text.Ascii.Equals(brand, known))
            {
                return true;
            }
        }

        return false;
    }

    public static bool AreWhole(Stream file)
    {
        Span<byte> box = stackalloc byte[8];
        var (at, hasFilm) = (0L, false);
        for (var boxes = 0; at < file.Length && boxes < MediaParts.Most; boxes++)
        {
            if (!file.TryReadAt(at, box))
            {
                return false;
            }

            hasFilm |= box[4..].SequenceEqual("moov"u8);
            var length = LengthOf(file, at, BinaryPrimitives.ReadUInt32BigEndian(box));
            if (length < box.Length || length > file.Length - at)
            {
                return false;
            }

            at += length;
        }

        return hasFilm && at == file.Length;
    }

    /// <summary>0 means to the end of the file, 1 that eight more bytes say it.</summary>
    private static long LengthOf(Stream file, long at, uint length)
    {
        if (length == 0)
        {
            return file.Length - at;
        }

        if (length != 1)
        {
            return length;
        }

        Span<byte> large = stackalloc byte[8];
        return file.TryReadAt(at + 8, large) ? BinaryPrimitives.ReadInt64BigEndian(large) : -1;
    }
}
