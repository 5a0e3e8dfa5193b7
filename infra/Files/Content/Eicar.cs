namespace Marketplace.Files.Content;

/// <summary>
/// The test file of the European Institute for Computer Antivirus Research, which every scanner treats as malware: 68 given characters,
/// then nothing but blanks up to 128 bytes in all. It does not stand here in one piece, so that no scanner takes this program for it.
/// </summary>
internal static class Eicar
{
    public const string Name = "EICAR-Test-File";
    public const int MaxBytes = 128;

    private static readonly string[] Parts = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-", "ANTIVIRUS-TEST-", "FILE!$H+H*"];

    /// <summary>The 68 bytes.</summary>
    public static byte[] Bytes { get; } = [.. Parts.SelectMany(static part => part).Select(static letter => (byte)letter)];

    /// <param name="head">The file's first bytes.</param>
    /// <param name="length">Its whole length.</param>
    public static bool Is(ReadOnlySpan<byte> head, long length) =>
        length <= MaxBytes && head.StartsWith(Bytes) && head[Bytes.Length..(int)length].IndexOfAnyExcept(" \t\r\n\u001A"u8) < 0;
}
