using System.Net;
using System.Text.Json;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Functions;

/// <summary>Handles queue and timer calls. The response is always a JSON object, since an empty 2xx hangs the host (docs/host-contract.md §4).</summary>
internal static class TriggerEndpoint
{
    public static async Task RunAsync<T>(HttpContext context, Func<TriggerCall, T> read, Func<T, HttpContext, Task> run)
        where T : class
    {
        if (!IsFromHost(context.Request))
        {
            await Problems.NotFound().ExecuteAsync(context);
        }
        else if (await ReadAsync(context, read) is not { } delivery)
        {
            await Problems.Invalid(FieldError.InvalidFormat("Data")).ExecuteAsync(context);
        }
        else
        {
            await run(delivery, context);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("{}"u8.ToArray(), context.RequestAborted);
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, Func<TriggerCall, T> read)
        where T : class
    {
        try
        {
            using var payload = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return TriggerCall.From(payload.RootElement) is { } call ? read(call) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or text with lone surrogates
        }
    }

    // The host calls its handler by loopback address with a chunked body. A client's request has X-Forwarded-* when it is proxied; when it is
    // forwarded it has whatever headers the client chose, but never a chunked body: the host cannot send one on (docs/host-contract.md §3, §5, §13).
    private static bool IsFromHost(HttpRequest request) =>
        !request.Headers.Keys.Any(static name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
        && request.ContentLength is null && request.Headers.TransferEncoding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase)
        && (request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)));
}
