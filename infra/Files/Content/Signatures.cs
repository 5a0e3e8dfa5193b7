namespace Marketplace.Files.Content;

/// <summary>How files begin.</summary>
internal static class Signatures
{
    /// <summary>Bytes that tell every type here, and whether it is the test file.</summary>
    public const int HeadBytes = 1_024;

    private static readonly byte[][] Programs =
    [
        "MZ"u8.ToArray(), [0x7F, .. "ELF"u8], "#!"u8.ToArray(), [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE],
        "dex\n"u8.ToArray(), [0x00, .. "asm"u8],
    ];

    private static readonly byte[][] OtherArchives =
        ["Rar!"u8.ToArray(), [0x37, 0x7A, 0xBC, 0xAF], [0x1F, 0x8B], "BZh"u8.ToArray(), [0xFD, 0x37, 0x7A, 0x58, 0x5A]];

    public static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>Microsoft's compound file: old office documents, embedded objects, macro projects, encrypted documents.</summary>
    public static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static bool IsProgram(ReadOnlySpan<byte> head) => BeginsAsOne(head, Programs);

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)
        || head.StartsWith("PK\u0007\u0008"u8);

    public static bool IsWebp(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith("WEBP"u8);

    public static bool IsMp4(ReadOnlySpan<byte> head) => head.Length >= 12 && head[4..].StartsWith("ftyp"u8);

    public static bool IsPdf(ReadOnlySpan<byte> head) => head.StartsWith("%PDF-1."u8) || head.StartsWith("%PDF-2."u8);

    /// <summary>Whether it is an archive other than ZIP: RAR, 7z, gzip, bzip2, xz.</summary>
    public static bool IsOtherArchive(ReadOnlySpan<byte> head) => BeginsAsOne(head, OtherArchives);

    private static bool BeginsAsOne(ReadOnlySpan<byte> head, byte[][] beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (head.StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }
}
