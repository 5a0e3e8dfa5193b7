using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Invocations;
using Microsoft.Net.Http.Headers;

namespace Marketplace.LocalHost.Front;

/// <summary>An HTTP request as payload (contract §3, last paragraph). A body sent without Content-Length is lost, as on the host.</summary>
internal sealed record HttpTriggerValue(HttpRequest Request, RouteValueDictionary RouteValues, byte[]? Body) : TriggerValue
{
    public static async Task<HttpTriggerValue> ReadAsync(HttpRequest request, RouteValueDictionary routeValues)
    {
        if (request.ContentLength is not > 0)
        {
            return new HttpTriggerValue(request, routeValues, null);
        }

        var body = new byte[(int)request.ContentLength];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        return new HttpTriggerValue(request, routeValues, body);
    }

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Url", $"{Request.Scheme}://{Request.Host}{Request.Path.Value}{Request.QueryString.Value}");
        json.WriteString("Method", Request.Method);
        json.WriteStartObject("Query");
        foreach (var (name, values) in Request.Query)
        {
            json.WriteString(name, values.ToString());
        }

        json.WriteEndObject();
        WriteHeaders(json);
        json.WriteStartObject("Params");
        foreach (var (name, value) in RouteValues)
        {
            json.WriteString(name, value?.ToString());
        }

        json.WriteEndObject();
        json.WriteStartArray("Identities");
        json.WriteEndArray();
        WriteBody(json);
        json.WriteEndObject();
    }

    private void WriteHeaders(Utf8JsonWriter json)
    {
        json.WriteStartObject("Headers");
        foreach (var (name, values) in Request.Headers)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter json)
    {
        if (Body is null)
        {
            return;
        }

        if (IsBinary(Request.ContentType))
        {
            json.WriteBase64String(nameof(Body), Body);
        }
        else
        {
            json.WriteString(nameof(Body), Encoding.UTF8.GetString(Body));
        }
    }

    private static bool IsBinary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Octet, StringComparison.OrdinalIgnoreCase)
            || type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase));
}
