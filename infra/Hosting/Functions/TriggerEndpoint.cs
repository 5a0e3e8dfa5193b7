using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting;

/// <summary>Answers queue and timer calls: always a JSON object, since an empty 2xx hangs the host (functions-host-contract.md, section 4).</summary>
internal static class TriggerEndpoint
{
    public static async Task RunAsync(HttpContext context, Func<TriggerCall, HttpContext, Task> run)
    {
        if (!IsFromHost(context.Request))
        {
            await Problems.NotFound().ExecuteAsync(context);
            return;
        }

        TriggerCall? call;
        try
        {
            using var payload = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            call = TriggerCall.From(payload.RootElement.Clone());
        }
        catch (JsonException)
        {
            call = null;
        }

        if (call is null)
        {
            await Problems.Invalid(FieldError.InvalidFormat("Data")).ExecuteAsync(context);
            return;
        }

        await run(call, context);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync("{}"u8.ToArray(), context.RequestAborted);
    }

    // The host calls its handler by loopback address and forwards clients with X-Forwarded-* or their own Host (sections 5 and 13.29).
    private static bool IsFromHost(HttpRequest request) =>
        !request.Headers.Keys.Any(static name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase))
        && (request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)));
}
