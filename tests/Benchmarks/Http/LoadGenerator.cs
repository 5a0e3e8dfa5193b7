using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Marketplace.Benchmarks.Http;

/// <summary>Sends GET requests over a fixed number of connections that stay open, and reads every answer to its end.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly Uri[] _addresses;
    private readonly int _connections;
    private readonly string? _codings;

    /// <param name="port">The app's port on loopback.</param>
    /// <param name="paths">What to ask for, in turn.</param>
    /// <param name="connections">Requests under way at once, at most.</param>
    /// <param name="codings">The Accept-Encoding header; null for none.</param>
    public LoadGenerator(int port, IEnumerable<string> paths, int connections, string? codings)
    {
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null
        });
        _addresses = [.. paths.Select(path => new Uri($"http://127.0.0.1:{port}{path}"))];
        (_connections, _codings) = (connections, codings);
    }

    /// <summary>Each connection sends its next request as soon as it has its answer.</summary>
    public Task<LoadResult> SaturateAsync(TimeSpan duration) => RunAsync(duration, static (_, _) => 0);

    /// <summary>Requests fall due at an even rate whether or not earlier ones were answered; their time counts from then on.</summary>
    public Task<LoadResult> PaceAsync(double perSecond, TimeSpan duration) =>
        RunAsync(duration, (start, number) => start + (long)(number / perSecond * Stopwatch.Frequency));

    public void Dispose() => _client.Dispose();

    private async Task<LoadResult> RunAsync(TimeSpan duration, Func<long, long, long> due)
    {
        var (start, sent, bytes) = (Stopwatch.GetTimestamp(), -1L, 0L);
        var times = new ConcurrentBag<List<double>>();
        await Parallel.ForAsync(0, _connections, new ParallelOptions { MaxDegreeOfParallelism = _connections }, async (_, _) =>
        {
            var own = new List<double>();
            while (true)
            {
                var number = Interlocked.Increment(ref sent);
                var from = due(start, number);
                if (from > 0)
                {
                    await UntilAsync(from);
                }

                if (Stopwatch.GetElapsedTime(start) > duration)
                {
                    break;
                }

                from = from > 0 ? from : Stopwatch.GetTimestamp();
                Interlocked.Add(ref bytes, await GetAsync(_addresses[number % _addresses.Length]));
                own.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            times.Add(own);
        });
        return new LoadResult(Stopwatch.GetElapsedTime(start), [.. times.SelectMany(own => own).Order()], bytes);
    }

    private static async Task UntilAsync(long due)
    {
        // Timers fire a little late, so the last millisecond is given away.
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { TotalMilliseconds: > 1 } left)
        {
            await Task.Delay(left);
        }
    }

    private async Task<long> GetAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (_codings is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", _codings);
        }

        using var answer = await _client.SendAsync(request, default);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{address.PathAndQuery} answered {(int)answer.StatusCode}.");
        }

        using var body = new CountingStream();
        await answer.Content.CopyToAsync(body);
        return body.Position;
    }
}

/// <summary>What a run of requests took.</summary>
/// <param name="Elapsed">The run's length.</param>
/// <param name="Times">Milliseconds of each request, sorted.</param>
/// <param name="Bytes">Bytes of all answers' bodies, as they came over the wire.</param>
internal sealed record LoadResult(TimeSpan Elapsed, IReadOnlyList<double> Times, long Bytes)
{
    public double PerSecond => Times.Count / Elapsed.TotalSeconds;

    public double At(double percentile) => Times[(int)(Times.Count * percentile / 100)];
}
