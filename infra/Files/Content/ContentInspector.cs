using Marketplace.Files.Media;
using Marketplace.Files.Pdf;
using Marketplace.Files.Zip;

namespace Marketplace.Files.Content;

/// <summary>Sends a content to those who know its type.</summary>
internal static class ContentInspector
{
    private static readonly byte[] PdfMark = [.. "%PDF-"u8];

    /// <param name="file">The content; it can seek.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="isMember">Whether it lies in an archive, where no other archive may lie.</param>
    public static Recognized Inspect(Stream file, InspectionBudget budget, bool isMember)
    {
        var head = file.Head(Signatures.HeadBytes);
        if (head.Length == 0)
        {
            return new(null, FileIssues.Empty);
        }

        if (Eicar.Is(head, file.Length))
        {
            return new(null, FileIssues.Malware with { Detail = Eicar.Name });
        }

        if (Signatures.IsProgram(head))
        {
            return new(null, FileIssues.Executable);
        }

        if (Signatures.IsZip(head))
        {
            return ZipInspector.Inspect(file, budget, isMember);
        }

        if (Signatures.IsPdf(head))
        {
            return WithoutSecondType(new(FileType.Pdf, PdfInspector.Inspect(file, budget)), file);
        }

        if (Picture(file, head) is { } picture)
        {
            return WithoutSecondType(WithoutMarkup(picture, file, budget), file);
        }

        return new(null, OfNoType(head, isMember));
    }

    private static Recognized? Picture(Stream file, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Signatures.Png))
        {
            return Of(FileType.Png, PngChunks.AreWhole(file));
        }

        if (head.StartsWith(Signatures.Jpeg))
        {
            return Of(FileType.Jpeg, JpegSegments.AreWhole(file));
        }

        if (Signatures.IsWebp(head))
        {
            return Of(FileType.Webp, WebpChunks.AreWhole(file));
        }

        if (Signatures.IsMp4(head))
        {
            return Mp4Boxes.IsVideo(head) ? Of(FileType.Mp4, Mp4Boxes.AreWhole(file)) : null;
        }

        return null;
    }

    private static Recognized Of(FileType type, bool isWhole) => isWhole ? new(type) : new(type, FileIssues.Damaged);

    private static Recognized WithoutMarkup(Recognized picture, Stream file, InspectionBudget budget) =>
        Markup.IsIn(new FileSlice(file, 0, file.Length), budget)
            ? picture with { Issues = [.. picture.Issues, FileIssues.Polyglot with { Detail = "HTML" }] }
            : picture;

    /// <summary>Readers of archives begin at a file's end, so that another type may stand before one.</summary>
    private static Recognized WithoutSecondType(Recognized recognized, Stream file) =>
        ZipEnd.Find(file).End is null ? recognized : recognized with { Issues = [.. recognized.Issues, FileIssues.Polyglot with { Detail = "ZIP" }] };

    private static FileIssue OfNoType(ReadOnlySpan<byte> head, bool isMember)
    {
        if (isMember && Signatures.IsOtherArchive(head))
        {
            return FileIssues.ArchiveNested;
        }

        return head.IndexOf(PdfMark) > 0 ? FileIssues.Polyglot with { Detail = "PDF" } : FileIssues.UnknownType;
    }
}
