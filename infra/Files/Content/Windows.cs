using System.Buffers;

namespace Marketplace.Files.Content;

/// <summary>Looks at one window of a stream: what begins in <c>[from, to)</c> is new; the bytes around are there to look at.</summary>
/// <param name="window">The bytes.</param>
/// <param name="from">First new position.</param>
/// <param name="to">First position that belongs to the next window.</param>
/// <param name="start">Offset of the window in the stream.</param>
internal delegate void Window(ReadOnlySpan<byte> window, int from, int to, long start);

/// <summary>Slides over a stream of any length in bounded memory.</summary>
internal static class Windows
{
    /// <summary>Bytes to be seen before and after each position, as far as the stream has them.</summary>
    public const int Margin = 1_024;

    private const int Size = 256 * 1024;

    public static void Slide(Stream stream, InspectionBudget budget, Window look)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Size);
        var (kept, from, start) = (0, 0, 0L);
        while (true)
        {
            budget.CheckTime();
            var filled = kept + stream.ReadAtLeast(buffer.AsSpan(kept, Size - kept), Size - kept, throwOnEndOfStream: false);
            var isLast = filled < Size;
            var to = isLast ? filled : filled - Margin;
            look(buffer.AsSpan(0, filled), from, to, start);
            if (isLast)
            {
                break;
            }

            kept = 2 * Margin;
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            (from, start) = (Margin, start + filled - kept);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
