using System.Buffers;
using Azure.Core;

namespace Marketplace.Storage.Pipeline;

/// <summary>
/// A request body written into a rented buffer. <see cref="Release"/> gives the buffer back once an answer has come; without an
/// answer the transport might still be reading it, so it is then left to the garbage collector.
/// </summary>
internal sealed class PooledContent : RequestContent, IBufferWriter<byte>
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int written;

    public int Length => written;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, written);

    public void Advance(int count) => written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return buffer.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return buffer.AsSpan(written);
    }

    public void Release()
    {
        var rented = buffer;
        buffer = [];
        written = 0;
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => stream.WriteAsync(Written, cancellation).AsTask();

    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(Written.Span);

    public override bool TryComputeLength(out long length)
    {
        length = written;
        return true;
    }

    public override void Dispose()
    {
    }

    private void Ensure(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 256);
        if (buffer.Length - written >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, written + needed));
        Written.CopyTo(larger);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = larger;
    }
}
