using System.IO.Compression;
using Marketplace.Files.Content;

namespace Marketplace.Files.Pdf;

/// <summary>An unpacked stream that ends, rather than fails, where its data is damaged or enough has been read.</summary>
internal sealed class BoundedInflate(Stream packed, long most, InspectionBudget budget) : Stream
{
    private readonly ZLibStream _unpacked = new(packed, CompressionMode.Decompress);
    private long _left = most;

    /// <summary>Whether it ended before its data did.</summary>
    public bool IsCut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (IsCut)
        {
            return 0;
        }

        try
        {
            var count = _unpacked.Read(buffer);
            _left -= count;
            IsCut = count > 0 && (_left <= 0 || !budget.TakePdfBytes(count));
            return count;
        }
        catch (InvalidDataException)
        {
            IsCut = true;
            return 0;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
