using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// Appends each exchange with the handler to a file, one JSON object a line; without a file it does nothing. What signs somebody in is named there,
/// never written down.
/// </summary>
internal sealed class ExchangeRecorder : IAsyncDisposable
{
    private const string Hidden = "(hidden)";

    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "x-functions-key", "x-ms-client-principal",
    };

    private readonly Channel<Exchange> _lines = Channel.CreateUnbounded<Exchange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TimeProvider _clock;
    private readonly Task _writing;
    private readonly bool _isOn;

    public ExchangeRecorder(string? file, TimeProvider clock)
    {
        _clock = clock;
        _isOn = file is not null;
        _writing = file is null ? Task.CompletedTask : WriteAsync(file);
    }

    /// <summary>An exchange that begins now.</summary>
    public Exchange Begin(string function, string mode, HttpRequestMessage request) => new()
    {
        Function = function,
        Mode = mode,
        Request = request,
        Started = _clock.GetTimestamp(),
    };

    /// <summary>Records an exchange that is over, with the answer if there was one.</summary>
    public void End(Exchange exchange, HttpResponseMessage? response)
    {
        if (!_isOn)
        {
            return;
        }

        var request = exchange.Request;
        _lines.Writer.TryWrite(exchange with
        {
            At = _clock.GetUtcNow(),
            InvocationId = request.Headers.NonValidated[HandlerCalls.InvocationIdHeader].ToString(),
            Method = request.Method.Method,
            Path = WithoutKey(request.RequestUri!),
            RequestHeaders = Shown(request.Headers, request.Content?.Headers),
            Status = (int?)response?.StatusCode,
            ResponseHeaders = response is null ? null : Shown(response.Headers, response.Content.Headers),
            Milliseconds = Math.Round(_clock.GetElapsedTime(exchange.Started).TotalMilliseconds, 3),
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

    private static Dictionary<string, string> Shown(HttpHeaders headers, HttpContentHeaders? content)
    {
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in headers.NonValidated.Concat(content is null ? [] : content.NonValidated))
        {
            shown[name] = Secret.Contains(name) ? Hidden : values.ToString();
        }

        return shown;
    }

    // A function key may stand in the query's "code".
    private static string WithoutKey(Uri address)
    {
        var parts = address.PathAndQuery.Split('?', 2);
        return parts is [var path, var query]
            ? path + "?"
                + string.Join('&', query.Split('&').Select(one => one.StartsWith("code=", StringComparison.OrdinalIgnoreCase) ? "code=" + Hidden : one))
            : parts[0];
    }
}

/// <summary>One call of the handler and its answer, as one line of the record: enough to compare it with a run on the real host.</summary>
internal sealed record Exchange
{
    [JsonIgnore]
    public HttpRequestMessage Request { get; init; } = null!;

    [JsonIgnore]
    public long Started { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Function { get; init; }

    public required string Mode { get; init; }

    public string? InvocationId { get; init; }

    public string? Method { get; init; }

    public string? Path { get; init; }

    public IReadOnlyDictionary<string, string>? RequestHeaders { get; init; }

    public long? RequestBytes { get; init; }

    /// <summary>The body of a payload call; null for pass-through, whose bodies are the users' own.</summary>
    public JsonElement? RequestPayload { get; init; }

    public int? Status { get; init; }

    public IReadOnlyDictionary<string, string>? ResponseHeaders { get; init; }

    public long? ResponseBytes { get; init; }

    /// <summary>The answer to a payload call, as text since it need not be JSON.</summary>
    public string? ResponsePayload { get; init; }

    public double Milliseconds { get; init; }

    /// <summary>Why the exchange failed, if it did.</summary>
    public string? Error { get; init; }
}

/// <summary>Source-generated JSON of the record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Exchange))]
internal sealed partial class ExchangeJson : JsonSerializerContext;
