namespace Marketplace.Files.Content;

/// <summary>Reading at places of a file.</summary>
internal static class StreamReading
{
    /// <summary>Fills the buffer from there; false when the file ends before.</summary>
    public static bool TryReadAt(this Stream file, long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset + buffer.Length > file.Length)
        {
            return false;
        }

        file.Position = offset;
        file.ReadExactly(buffer);
        return true;
    }

    /// <summary>At most so many bytes from the start.</summary>
    public static byte[] Head(this Stream file, int most)
    {
        var head = new byte[Math.Min(most, file.Length)];
        file.TryReadAt(0, head);
        return head;
    }

    /// <summary>At most so many bytes from the end.</summary>
    public static byte[] Tail(this Stream file, int most)
    {
        var tail = new byte[Math.Min(most, file.Length)];
        file.TryReadAt(file.Length - tail.Length, tail);
        return tail;
    }
}
