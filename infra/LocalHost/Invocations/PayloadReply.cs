using System.Text.Json;

namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// The handler's answer to a payload call (contract §4). Top-level names are matched without regard to case; output names are not.
/// </summary>
internal sealed record PayloadReply(IReadOnlyDictionary<string, JsonElement>? Outputs, JsonElement? ReturnValue, IReadOnlyList<string> Logs)
{
    /// <summary>Parses a 2xx answer's body; null for an empty body or JSON null, which the host never completes.</summary>
    /// <exception cref="InvocationFailedException">Not of a JSON type, not JSON, or not of this shape.</exception>
    public static PayloadReply? Parse(string? mediaType, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        if (!IsJson(mediaType))
        {
            throw new InvocationFailedException($"the answer's Content-Type must be application/json or text/json, it is '{mediaType ?? "missing"}'.");
        }

        try
        {
            using var document = JsonDocument.Parse(SkipByteOrderMark(body));
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Object => Read(document.RootElement),
                var kind => throw new InvocationFailedException($"the answer must be a JSON object, it is a JSON {kind}."),
            };
        }
        catch (JsonException exception)
        {
            throw new InvocationFailedException("the answer is not valid JSON.", exception);
        }
    }

    private static bool IsJson(string? mediaType) =>
        "application/json".Equals(mediaType, StringComparison.OrdinalIgnoreCase) || "text/json".Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte> SkipByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;

    private static PayloadReply Read(JsonElement root)
    {
        IReadOnlyDictionary<string, JsonElement>? outputs = null;
        JsonElement? returned = null;
        IReadOnlyList<string> logs = [];
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            switch (property.Name.ToUpperInvariant())
            {
                case "OUTPUTS":
                    outputs = ReadOutputs(property.Value);
                    break;
                case "RETURNVALUE":
                    returned = property.Value.Clone();
                    break;
                case "LOGS":
                    logs = ReadLogs(property.Value);
                    break;
            }
        }

        return new PayloadReply(outputs, returned, logs);
    }

    private static Dictionary<string, JsonElement> ReadOutputs(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new InvocationFailedException("the answer's Outputs must be an object.");
        }

        var outputs = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var output in value.EnumerateObject())
        {
            outputs[output.Name] = output.Value.Clone();
        }

        return outputs;
    }

    private static string[] ReadLogs(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(line => line.ToString())]
            : throw new InvocationFailedException("the answer's Logs must be an array.");
}
