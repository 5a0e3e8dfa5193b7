using System.Globalization;
using System.Text;

namespace Marketplace.TestKit;

/// <summary>One connection through a <see cref="FaultProxy"/>: whole requests one way, whatever comes the other.</summary>
internal sealed class FaultExchange(Stream client, Stream server)
{
    private const string Busy =
        "HTTP/1.1 503 Server Busy\r\nx-ms-error-code: ServerBusy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private const int CutAfter = 512 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private volatile Fault _answerFault;

    public async Task RunAsync(Func<string, Fault> faultFor, Action<byte[]> keep, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answers = PassAnswersAsync(ended.Token);
        try
        {
            while (await ReadRequestAsync(ended.Token) is { } request)
            {
                var line = Encoding.Latin1.GetString(request, 0, Array.IndexOf(request, (byte)'\r'));
                var fault = faultFor(line);
                switch (fault)
                {
                    case Fault.LoseRequest:
                        return;
                    case Fault.Late:
                        keep(request);
                        return;
                    case Fault.Busy:
                        await client.WriteAsync(Encoding.ASCII.GetBytes(Busy), ended.Token);
                        return;
                    case Fault.Hang:
                        await Task.Delay(Timeout.Infinite, ended.Token);
                        return;
                    case Fault.LoseAnswer or Fault.CutAnswer or Fault.HalveAnswer:
                        _answerFault = fault;
                        await server.WriteAsync(request, ended.Token);
                        await answers;
                        return;
                    default:
                        await server.WriteAsync(request, ended.Token);
                        break;
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task PassAnswersAsync(CancellationToken stop)
    {
        var answer = new byte[64 * 1024];
        var passed = 0;
        while (await server.ReadAsync(answer, stop) is var count and > 0
            && _answerFault != Fault.LoseAnswer
            && !(_answerFault == Fault.CutAnswer && passed >= CutAfter))
        {
            if (_answerFault == Fault.HalveAnswer)
            {
                await client.WriteAsync(answer.AsMemory(0, count / 2), stop);
                return;
            }

            await client.WriteAsync(answer.AsMemory(0, count), stop);
            passed = _answerFault == Fault.CutAnswer ? passed + count : 0;
        }
    }

    /// <summary>One request with its body, or null at the end of the connection. Clients here do not pipeline, so nothing is read too far.</summary>
    private async Task<byte[]?> ReadRequestAsync(CancellationToken stop)
    {
        using var request = new MemoryStream();
        for (var missing = 1; missing > 0; missing = Missing(request))
        {
            var count = await client.ReadAsync(_buffer, stop);
            if (count == 0)
            {
                return null;
            }

            request.Write(_buffer, 0, count);
        }

        return request.ToArray();
    }

    private static int Missing(MemoryStream request)
    {
        var bytes = request.GetBuffer().AsSpan(0, (int)request.Length);
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 1;
        }

        var head = Encoding.Latin1.GetString(bytes[..end]);
        var length = head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = length is null ? 0 : int.Parse(length.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture);
        return end + 4 + body - bytes.Length;
    }
}
