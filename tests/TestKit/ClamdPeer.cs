using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.TestKit;

/// <summary>Speaks clamd's side of INSTREAM on loopback and answers as its script says; null answers nothing and keeps the connection open.</summary>
public sealed class ClamdPeer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, byte[], string?> script;
    private readonly bool answersEarly;
    private readonly Task serving;

    private ClamdPeer(Func<string, byte[], string?> script, bool answersEarly)
    {
        (this.script, this.answersEarly) = (script, answersEarly);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
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
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
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
        await stream.ReadExactlyAsync(command, stop.Token);
        Command = Encoding.ASCII.GetString(command);
        using var received = new MemoryStream();
        var length = new byte[4];
        do
        {
            await stream.ReadExactlyAsync(length, stop.Token);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await stream.ReadExactlyAsync(chunk, stop.Token);
            received.Write(chunk);
        }
        while (!answersEarly && BinaryPrimitives.ReadInt32BigEndian(length) > 0);

        Received = received.ToArray();
        if (script(Command, Received) is { } answer) await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop.Token);
        else await Task.Delay(Timeout.Infinite, stop.Token);
    }
}
