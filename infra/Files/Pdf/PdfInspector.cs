using Marketplace.Files.Content;

namespace Marketplace.Files.Pdf;

/// <summary>
/// Looks for what a PDF does beyond showing pages. Names are read with their escapes wherever they stand, in packed streams too, since
/// objects may lie there; the file's structure is not followed, so that a broken cross-reference hides nothing.
/// </summary>
internal sealed class PdfInspector
{
    /// <summary>Of streams that do not say that they hold objects, the first MiB is looked into.</summary>
    private const long OtherStreamBytes = 1024 * 1024;

    private const int ZlibHeaderBytes = 2;

    private static readonly byte[] EndMark = [.. "%%EOF"u8];
    private static readonly byte[] StreamMark = [.. "stream"u8];
    private static readonly byte[] ObjectStream = [.. "/ObjStm"u8];

    private readonly Stream _file;
    private readonly InspectionBudget _budget;
    private readonly HashSet<FileIssue> _issues = [];

    private PdfInspector(Stream file, InspectionBudget budget) => (_file, _budget) = (file, budget);

    public static FileIssue[] Inspect(Stream file, InspectionBudget budget)
    {
        if (file.Tail(Windows.Margin).AsSpan().IndexOf(EndMark) < 0)
        {
            return [FileIssues.Damaged];
        }

        var inspector = new PdfInspector(file, budget);
        Windows.Slide(new FileSlice(file, 0, file.Length), budget, inspector.LookAtFile);
        return [.. inspector._issues];
    }

    private void LookAtFile(ReadOnlySpan<byte> window, int from, int to, long start)
    {
        LookForNames(window, from, to, start);
        for (var at = from; at < to;)
        {
            var next = window[at..].IndexOf(StreamMark);
            if (next < 0 || at + next >= to)
            {
                return;
            }

            at += next + StreamMark.Length;
            if (IsEndMark(window, at - StreamMark.Length))
            {
                continue;
            }

            if (!_budget.TakePdfStream())
            {
                _issues.Add(FileIssues.PdfUnread with { Detail = _budget.PdfExcess! });
                return;
            }

            var isObjects = window[Math.Max(0, at - Windows.Margin)..at].IndexOf(ObjectStream) >= 0;
            var content = at + LineBreak(window[at..]);
            LookIntoStream(window[content..], start + content, isObjects);
        }
    }

    private static bool IsEndMark(ReadOnlySpan<byte> window, int at) => at >= 3 && window[(at - 3)..at].SequenceEqual("end"u8);

    private static int LineBreak(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'\r', (byte)'\n', ..] => 2,
        [(byte)'\r' or (byte)'\n', ..] => 1,
        _ => 0,
    };

    private void LookIntoStream(ReadOnlySpan<byte> beginning, long at, bool isObjects)
    {
        if (beginning.Length < ZlibHeaderBytes)
        {
            return;
        }

        if (!IsZlib(beginning))
        {
            if (isObjects)
            {
                _issues.Add(FileIssues.PdfUnread);
            }

            return;
        }

        using var unpacked = new BoundedInflate(new FileSlice(_file, at, _file.Length - at), isObjects ? long.MaxValue : OtherStreamBytes, _budget);
        Windows.Slide(unpacked, _budget, LookForNames);
        if (_budget.PdfExcess is { } excess)
        {
            _issues.Add(FileIssues.PdfUnread with { Detail = excess });
        }
        else if (unpacked.IsCut && isObjects)
        {
            _issues.Add(FileIssues.PdfUnread);
        }
    }

    /// <summary>RFC 1950: deflate, and a check of the first two bytes.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> header) => (header[0] & 0x0F) == 8 && ((header[0] << 8) | header[1]) % 31 == 0;

    private void LookForNames(ReadOnlySpan<byte> window, int from, int to, long start)
    {
        for (var at = from; at < to; at++)
        {
            var next = window[at..to].IndexOf((byte)'/');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (PdfNames.Meaning(window[at..]) is { } issue)
            {
                _issues.Add(issue);
            }
        }
    }
}
