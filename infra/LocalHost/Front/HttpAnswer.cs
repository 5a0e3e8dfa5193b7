using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

/// <summary>What a payload-mode function answers to its client, read from its outputs by the host's odd rules (contract §4).</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HttpAnswer Nothing = new(StatusCodes.Status204NoContent, [], []);

    public static HttpAnswer From(FunctionDefinition function, PayloadReply reply)
    {
        var outputs = OutputValues.Resolve(function, reply).Where(output => output.Binding is HttpOutputBinding).ToList();
        if (outputs is [var (binding, value)])
        {
            return binding.Name == OutputBinding.Return ? FromReturn(value) : FromNamed(value.Json);
        }

        // With Outputs present the host still makes an answer object, an empty one.
        return reply.Outputs is null ? Nothing : new HttpAnswer(StatusCodes.Status200OK, [], "{}"u8.ToArray());
    }

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "text/plain; charset=utf-8";
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (ResponseWriter.HasBody(response.HttpContext))
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
        }
    }

    // Named output: an object with statusCode, headers, body. "status" alone is ignored here.
    private static HttpAnswer FromNamed(JsonElement output)
    {
        if (output.ValueKind != JsonValueKind.Object)
        {
            throw new InvocationFailedException("the http output must be an object with statusCode, headers and body.");
        }

        return new HttpAnswer(StatusOf(output, "statusCode"), ReadHeaders(output), ReadBody(Property(output, "body")));
    }

    // $return: an answer only if there is a body; anything else is the body itself.
    private static HttpAnswer FromReturn(OutputValue value)
    {
        if (value.Bytes is { } bytes)
        {
            return new HttpAnswer(StatusCodes.Status200OK, [], bytes);
        }

        var content = value.Json.ValueKind == JsonValueKind.String ? ParseOr(value.Json) : value.Json;
        return content.ValueKind == JsonValueKind.Object && Property(content, "body") is { } body
            ? new HttpAnswer(StatusOf(content, "statusCode", "status"), ReadHeaders(content), ReadBody(body))
            : new HttpAnswer(StatusCodes.Status200OK, [], ReadBody(content));
    }

    private static JsonElement ParseOr(JsonElement text)
    {
        try
        {
            return JsonElement.Parse(text.GetString()!);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static int StatusOf(JsonElement answer, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Property(answer, name) is { } status)
            {
                return int.TryParse(status.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : StatusCodes.Status200OK;
            }
        }

        return StatusCodes.Status200OK;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement answer) =>
        Property(answer, "headers") is { ValueKind: JsonValueKind.Object } headers
            ? [.. headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.ToString()))]
            : [];

    private static byte[] ReadBody(JsonElement? body) => body switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json => Indent(json),
        { } scalar => Encoding.UTF8.GetBytes(scalar.ToString()),
    };

    private static byte[] Indent(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            value.WriteTo(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonElement? Property(JsonElement answer, string name)
    {
        foreach (var property in answer.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
