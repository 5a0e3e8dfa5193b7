namespace Marketplace.Files;

/// <summary>How far an inspection goes.</summary>
public sealed record InspectionLimits
{
    /// <summary>Bytes of a file: 100 MiB.</summary>
    public long FileBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>Entries of an archive, those of archives in it included.</summary>
    public int Entries { get; init; } = 4_000;

    /// <summary>Bytes of one unpacked entry: 256 MiB.</summary>
    public long EntryBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes unpacked in all, whatever they were packed in: 512 MiB.</summary>
    public long UnpackedBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>How many times its packed size an entry may have unpacked. Sheets of a workbook reach a hundred; deflate ends at 1,032.</summary>
    public int Ratio { get; init; } = 250;

    /// <summary>Entries that unpack to no more than this may have any ratio: 4 MiB.</summary>
    public long RatioCountsAbove { get; init; } = 4L * 1024 * 1024;

    /// <summary>Bytes of XML in an office document that describe its parts: 16 MiB.</summary>
    public long PartTextBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>Streams of PDFs that are looked into; a document of thousands of pages has some ten thousand.</summary>
    public int PdfStreams { get; init; } = 50_000;

    /// <summary>Bytes of a PDF's streams that are unpacked and looked into: 64 MiB.</summary>
    public long PdfStreamBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Time an inspection may take once it has begun; waiting for others does not count.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(12);
}
