using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.LocalHost.Recording;

/// <summary>One call of the handler and its answer, as one line of the record: enough to compare it with a run on the real host.</summary>
internal sealed record Exchange
{
    public required DateTimeOffset At { get; init; }

    public required string Function { get; init; }

    public required string Mode { get; init; }

    public required string InvocationId { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> RequestHeaders { get; init; }

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
