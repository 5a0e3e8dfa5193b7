using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.Files.Scanning;

/// <summary>
/// Has a clamd look at a file through its INSTREAM command (clamd(8)): a connection a file, chunks that begin with their length, an
/// empty one at the end. It never hangs; a scanner that is away is a value. Safe for concurrent use.
/// </summary>
/// <param name="address">Where it listens.</param>
/// <param name="time">Clock of the time limit.</param>
/// <param name="limit">How long one scan may take in all; null for 60 s.</param>
public sealed class ClamdScanner(ClamdAddress address, TimeProvider time, TimeSpan? limit = null)
{
    private const int ChunkBytes = 64 * 1024;
    private const int LongestAnswer = 4 * 1024;
    private const string Prefix = "stream: ";
    private const string Found = " FOUND";

    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(60);
    private static readonly byte[] Command = [.. "zINSTREAM\0"u8];

    /// <summary>Scans a file.</summary>
    /// <param name="content">The file from its first byte. What breaks in reading it is thrown, since it is not the scanner's fault.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ScanVerdict> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var deadline = new CancellationTokenSource(limit ?? UsualLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var socket = address.CreateSocket();
            await socket.ConnectAsync(address.EndPoint, either.Token);
            await SendAsync(socket, content, either.Token);
            return VerdictOf(await ReadAnswerAsync(socket, either.Token));
        }
        catch (SocketException broken)
        {
            return new ScanVerdict(ScanOutcome.Unavailable, broken.SocketErrorCode.ToString());
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ScanVerdict(ScanOutcome.Unavailable, "timeout");
        }
    }

    internal static ScanVerdict VerdictOf(string answer)
    {
        if (answer == $"{Prefix}OK")
        {
            return new(ScanOutcome.Clean);
        }

        if (answer.StartsWith(Prefix, StringComparison.Ordinal) && answer.EndsWith(Found, StringComparison.Ordinal)
            && answer.Length > Prefix.Length + Found.Length)
        {
            return new(ScanOutcome.Infected, answer[Prefix.Length..^Found.Length]);
        }

        return answer.Contains("size limit exceeded", StringComparison.OrdinalIgnoreCase)
            ? new(ScanOutcome.TooLarge, answer)
            : new(ScanOutcome.Unavailable, answer.Length == 0 ? "no answer" : answer);
    }

    /// <summary>A scanner that has heard enough answers and closes; then sending fails, and its answer tells why.</summary>
    private static async Task SendAsync(Socket socket, Stream content, CancellationToken cancellationToken)
    {
        var chunk = new byte[sizeof(int) + ChunkBytes];
        try
        {
            await SendAllAsync(socket, Command, cancellationToken);
            for (var count = int.MaxValue; count > 0;)
            {
                count = await content.ReadAsync(chunk.AsMemory(sizeof(int)), cancellationToken);
                BinaryPrimitives.WriteInt32BigEndian(chunk, count);
                await SendAllAsync(socket, chunk.AsMemory(0, sizeof(int) + count), cancellationToken);
            }
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown)
        {
            // The answer, if one came, is read next.
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static async Task<string> ReadAnswerAsync(Socket socket, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken) is var count and > 0)
        {
            length += count;
            if (answer.AsSpan(0, length).IndexOf((byte)0) >= 0)
            {
                break;
            }
        }

        var text = Encoding.UTF8.GetString(answer, 0, length);
        return text.EndsWith('\0') ? text[..^1] : "";
    }
}
