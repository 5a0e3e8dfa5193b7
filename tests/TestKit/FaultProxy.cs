using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.TestKit;

/// <summary>
/// A loopback proxy in front of one HTTP/1.1 server that lets requests meet with faults. Bytes pass unchanged, so signatures stay valid.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<Plan> plans = new();
    private readonly ConcurrentQueue<string> seen = new();
    private readonly int target;
    private readonly Task accepting;

    private FaultProxy(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    /// <summary>The port it listens on, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The request lines that arrived, each with the fault it met.</summary>
    public IReadOnlyCollection<(string Request, Fault Fault)> Seen => [.. seen.Select(static line => (line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], Enum.Parse<Fault>(line.Split(' ')[0])))];

    /// <summary>Starts a proxy in front of a port of 127.0.0.1.</summary>
    public static FaultProxy Start(int targetPort) => new(targetPort);

    /// <summary>Lets the next requests whose request line begins so meet these faults, one each, in order.</summary>
    public void Next(string requestLine, params Fault[] faults)
    {
        foreach (var fault in faults)
        {
            plans.Enqueue(new Plan(requestLine, fault));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var from = client;
        using var to = new TcpClient();
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, target, stop.Token).ConfigureAwait(false);
            var exchange = new FaultExchange(from.GetStream(), to.GetStream());
            await exchange.RunAsync(FaultFor, stop.Token).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away: so does the other.
        }
    }

    private Fault FaultFor(string requestLine)
    {
        var fault = plans.TryPeek(out var plan) && requestLine.StartsWith(plan.RequestLine, StringComparison.Ordinal) && plans.TryDequeue(out _)
            ? plan.Fault
            : Fault.None;
        seen.Enqueue($"{fault} {requestLine}");
        return fault;
    }

    private sealed record Plan(string RequestLine, Fault Fault);
}
