using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.SampleHandler;

/// <summary>Answers what arrived: request line, headers as received, body length and text.</summary>
internal static class Echo
{
    public static async Task AnswerAsync(HttpContext context)
    {
        Journal.Append("request", $"{context.Request.Method} {context.Request.Path}");
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var answer = new
        {
            method = context.Request.Method,
            rawTarget = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            path = context.Request.Path.Value,
            headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToArray()),
            bodyLength = body.Length,
            body = body.Length < 10_000 ? body : null,
            processId = Environment.ProcessId,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(answer);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(json);
        }
    }
}
