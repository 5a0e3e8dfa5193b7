using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.TestKit;

/// <summary>Speaks clamd's side of INSTREAM on loopback and answers as its script says; null answers nothing and keeps the connection open.</summary>
public sealed class ClamdPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[], string?> _script;
    private readonly bool _answersEarly;
    private readonly Task _serving;

    private ClamdPeer(Func<string, byte[], string?> script, bool answersEarly)
    {
        (_script, _answersEarly) = (script, answersEarly);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    /// <summary>The port it listens on, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The last command.</summary>
    public string Command { get; private set; } = "";

    /// <summary>The last file, as far as it came.</summary>
    public byte[] Received { get; private set; } = [];

    /// <summary>Starts a peer.</summary>
    /// <param name="script">Answers a command and a file; null to answer nothing and stay.</param>
    /// <param name="answersEarly">Whether it answers after the first chunk.</param>
    public static ClamdPeer Start(Func<string, byte[], string?> script, bool answersEarly = false) => new(script, answersEarly);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await AnswerAsync(client.GetStream());
            }
            catch (IOException)
            {
                // The scanner went away; the next connection is served.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command, _stop.Token);
        Command = Encoding.ASCII.GetString(command);
        using var received = new MemoryStream();
        var length = new byte[4];
        do
        {
            await stream.ReadExactlyAsync(length, _stop.Token);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await stream.ReadExactlyAsync(chunk, _stop.Token);
            received.Write(chunk);
        }
        while (!_answersEarly && BinaryPrimitives.ReadInt32BigEndian(length) > 0);

        Received = received.ToArray();
        if (_script(Command, Received) is { } answer)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        }
        else
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }
}
