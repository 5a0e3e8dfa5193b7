using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.TestKit.Tokens;

/// <summary>What a <see cref="LoopbackServer"/> answers.</summary>
public sealed record LoopbackAnswer(string Body, int Status = 200, string? Location = null);

/// <summary>
/// A tiny real HTTP server on a free loopback port, one request a connection, whose answers are one function: null closes
/// the connection without a word. For playing strangers' servers, good and bad.
/// </summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _paths = new();
    private readonly Func<string, Task<LoopbackAnswer?>> _answer;
    private readonly Task _accepting;

    public LoopbackServer(Func<string, Task<LoopbackAnswer?>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The paths asked for so far, in order.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                var path = (await reader.ReadLineAsync(_stopping.Token) ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
                while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 })
                {
                }

                _paths.Enqueue(path);
                if (await _answer(path) is { } told)
                {
                    await stream.WriteAsync(Spell(told), _stopping.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static byte[] Spell(LoopbackAnswer told)
    {
        var body = Encoding.UTF8.GetBytes(told.Body);
        var location = told.Location is null ? "" : $"Location: {told.Location}\r\n";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {told.Status} x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{location}\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
