using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Invocations;

/// <summary>A value for one declared output: JSON, or the bytes of a string that happened to be base64.</summary>
internal sealed record OutputValue(JsonElement Json, byte[]? Bytes)
{
    /// <summary>The value as text: bytes as UTF-8, strings as they are, everything else as JSON.</summary>
    public string Text => Bytes is not null ? Encoding.UTF8.GetString(Bytes) : Json.ValueKind == JsonValueKind.String ? Json.GetString()! : Json.GetRawText();
}

/// <summary>Which value goes to which declared output (contract §4). Names that are not declared are ignored.</summary>
internal static class OutputValues
{
    public static IEnumerable<(OutputBinding Binding, OutputValue Value)> Resolve(FunctionDefinition function, PayloadReply reply)
    {
        var merged = function.Outputs.All(output => output.Name != OutputBinding.Return) && reply.ReturnValue is { ValueKind: JsonValueKind.Object } returned
            ? returned
            : default(JsonElement?);
        foreach (var output in function.Outputs)
        {
            if (Find(output, reply, merged) is { } value)
            {
                yield return (output, value);
            }
        }
    }

    private static OutputValue? Find(OutputBinding output, PayloadReply reply, JsonElement? merged)
    {
        if (output.Name == OutputBinding.Return)
        {
            return reply.ReturnValue is { } value ? Decode(output, value) : null;
        }

        // An object in ReturnValue without a $return binding overrides Outputs by name, and is not decoded.
        if (merged is { } returned && returned.TryGetProperty(output.Name, out var overriding))
        {
            return new OutputValue(overriding, null);
        }

        return reply.Outputs is not null && reply.Outputs.TryGetValue(output.Name, out var named) && named.ValueKind != JsonValueKind.Null
            ? Decode(output, named)
            : null;
    }

    // The host tries base64 on every string of an output that is not declared binary: "test" becomes three bytes.
    private static OutputValue Decode(OutputBinding output, JsonElement value)
    {
        if (output.Binary || output is HttpOutputBinding { Name: not OutputBinding.Return } || value.ValueKind != JsonValueKind.String)
        {
            return new OutputValue(value, null);
        }

        var text = value.GetString()!;
        var bytes = new byte[text.Length];
        return new OutputValue(value, Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null);
    }
}
