namespace Marketplace.Files.Content;

/// <summary>What one inspection may still spend; archives in archives share it.</summary>
internal sealed class InspectionBudget(InspectionLimits limits, CancellationToken stop)
{
    private long _unpacked;
    private long _pdfStreams;
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

    public bool TakePdfStream(long bytes)
    {
        CheckTime();
        _pdfStreams += bytes;
        return _pdfStreams <= limits.PdfStreamBytes;
    }
}
