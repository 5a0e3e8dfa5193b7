using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.TestKit;

/// <summary>
/// A loopback proxy in front of one HTTP/1.1 server that lets requests meet with faults. Bytes pass unchanged, so signatures stay valid.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Plan> _plans = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ConcurrentQueue<byte[]> _late = new();
    private readonly int _target;
    private readonly Task _accepting;

    private FaultProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The request lines that arrived, each with the fault it met.</summary>
    public IReadOnlyCollection<(string Request, Fault Fault)> Seen =>
        [.. _seen.Select(static line => (line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], Enum.Parse<Fault>(line.Split(' ')[0])))];

    /// <summary>The fault of each request that no plan is for, by its request line; none at first.</summary>
    public Func<string, Fault> Otherwise { get; set; } = static _ => Fault.None;

    /// <summary>Starts a proxy in front of a port of 127.0.0.1.</summary>
    public static FaultProxy Start(int targetPort) => new(targetPort);

    /// <summary>Lets the next requests whose request line begins so meet these faults, one each, in order.</summary>
    public void Next(string requestLine, params Fault[] faults)
    {
        foreach (var fault in faults)
        {
            _plans.Enqueue(new Plan(requestLine, fault));
        }
    }

    /// <summary>Hands the server every request that met <see cref="Fault.Late"/>, in order, and gives the first lines of its answers.</summary>
    public async Task<IReadOnlyList<string>> DeliverLateAsync(CancellationToken cancellationToken)
    {
        var answers = new List<string>();
        while (_late.TryDequeue(out var request))
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _target, cancellationToken);
            await server.GetStream().WriteAsync(request, cancellationToken);
            using var answer = new StreamReader(server.GetStream());
            answers.Add(await answer.ReadLineAsync(cancellationToken) ?? "");
        }

        return answers;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var from = client;
        using var to = new TcpClient();
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var exchange = new FaultExchange(from.GetStream(), to.GetStream());
            await exchange.RunAsync(FaultFor, _late.Enqueue, _stop.Token);
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away: so does the other.
        }
    }

    private Fault FaultFor(string requestLine)
    {
        var fault = _plans.TryPeek(out var plan) && requestLine.StartsWith(plan.RequestLine, StringComparison.Ordinal) && _plans.TryDequeue(out _)
            ? plan.Fault
            : Otherwise(requestLine);
        _seen.Enqueue($"{fault} {requestLine}");
        return fault;
    }

    private sealed record Plan(string RequestLine, Fault Fault);
}
