using System.Text.Json;
using System.Threading.Channels;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Recording;

/// <summary>Appends each exchange with the handler to a file, one JSON object a line; without a file it does nothing.</summary>
internal sealed class ExchangeRecorder : IAsyncDisposable
{
    private readonly Channel<Exchange> _lines = Channel.CreateUnbounded<Exchange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TimeProvider _clock;
    private readonly Task _writing;

    public ExchangeRecorder(string? file, TimeProvider clock)
    {
        _clock = clock;
        IsOn = file is not null;
        _writing = file is null ? Task.CompletedTask : WriteAsync(file);
    }

    /// <summary>Whether anything is recorded; a caller may skip the work of preparing.</summary>
    public bool IsOn { get; }

    public long Start() => _clock.GetTimestamp();

    public void Record(
        FunctionDefinition function, ForwardingMode mode, string invocationId, HttpRequestMessage request, HttpResponseMessage? response, ExchangeBodies bodies, long started)
    {
        if (!IsOn)
        {
            return;
        }

        _lines.Writer.TryWrite(new Exchange
        {
            At = _clock.GetUtcNow(),
            Function = function.Name,
            Mode = mode.ToString(),
            InvocationId = invocationId,
            Method = request.Method.Method,
            Path = RecordedHeaders.Path(request.RequestUri!),
            RequestHeaders = RecordedHeaders.Of(request.Headers, request.Content?.Headers),
            RequestBytes = bodies.RequestBytes,
            RequestPayload = bodies.RequestPayload is { } payload ? JsonElement.Parse(payload.Span) : null,
            Status = (int?)response?.StatusCode,
            ResponseHeaders = response is null ? null : RecordedHeaders.Of(response.Headers, response.Content.Headers),
            ResponseBytes = bodies.ResponseBytes,
            ResponsePayload = bodies.ResponsePayload,
            Milliseconds = Math.Round(_clock.GetElapsedTime(started).TotalMilliseconds, 3),
            Error = bodies.Error,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.Complete();
        await _writing;
    }

    private async Task WriteAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        await foreach (var exchange in _lines.Reader.ReadAllAsync())
        {
            await JsonSerializer.SerializeAsync(stream, exchange, ExchangeJson.Default.Exchange);
            stream.WriteByte((byte)'\n');
            if (!_lines.Reader.TryPeek(out _))
            {
                await stream.FlushAsync();
            }
        }
    }
}

/// <summary>What is known of an exchange's bodies: sizes always, contents only for payload calls.</summary>
internal sealed record ExchangeBodies
{
    public long? RequestBytes { get; init; }

    public ReadOnlyMemory<byte>? RequestPayload { get; init; }

    public long? ResponseBytes { get; init; }

    public string? ResponsePayload { get; init; }

    public string? Error { get; init; }
}
