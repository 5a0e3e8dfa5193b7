using System.Globalization;

namespace Marketplace.Files.Content;

/// <summary>What one inspection may still spend; archives in archives share it.</summary>
internal sealed class InspectionBudget(InspectionLimits limits, CancellationToken stop)
{
    private long _unpacked;
    private long _partText;
    private long _pdfBytes;
    private int _pdfStreams;
    private int _entries;

    public InspectionLimits Limits => limits;

    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public void CheckTime() => stop.ThrowIfCancellationRequested();

    public bool TakeEntries(int count)
    {
        _entries += count;
        return _entries <= limits.Entries;
    }

    public bool TakeUnpacked(long bytes)
    {
        CheckTime();
        _unpacked += bytes;
        return _unpacked <= limits.UnpackedBytes;
    }

    public bool TakePartText(long bytes)
    {
        _partText += bytes;
        return _partText <= limits.PartTextBytes;
    }

    /// <summary>Which limit of PDF streams is used up; null while there is room. What is left of the file's streams is then not looked into.</summary>
    public string? PdfExcess => _pdfStreams > limits.PdfStreams ? string.Create(CultureInfo.InvariantCulture, $"> {limits.PdfStreams} streams")
        : _pdfBytes > limits.PdfStreamBytes ? $"> {Sizes.Text(limits.PdfStreamBytes)}"
        : null;

    public bool TakePdfStream()
    {
        _pdfStreams++;
        return PdfExcess is null;
    }

    public bool TakePdfBytes(long bytes)
    {
        CheckTime();
        _pdfBytes += bytes;
        return _pdfBytes <= limits.PdfStreamBytes;
    }
}
