using System.Collections;
using System.Text.Json;

namespace Marketplace.SampleHandler;

/// <summary>Paths under /api/do: each is one thing a handler may do to its host.</summary>
internal static class Behaviours
{
    private static TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void MapBehaviours(this WebApplication app)
    {
        app.Map("/api/do/status/{code:int}", (int code) => Results.Text(code is 204 or 304 ? "" : $"status {code}", "text/plain", statusCode: code));
        app.MapGet("/api/do/cookies", (HttpContext context) =>
        {
            context.Response.Headers.Append("Set-Cookie", "a=1");
            context.Response.Headers.Append("Set-Cookie", "b=2");
        });
        app.MapGet("/api/do/redirect", () => Results.Redirect("/api/elsewhere"));
        app.MapGet("/api/do/stream", StreamAsync);
        app.MapPost("/api/do/upload", UploadAsync);
        app.MapPost("/api/do/release", () => Release());
        app.MapGet("/api/do/hang", (HttpContext context) =>
        {
            Journal.Append("hang", "");
            context.RequestAborted.Register(() => Journal.Append("gone", ""));
            return Task.Delay(Timeout.Infinite);
        });
        app.MapGet("/api/do/truncate", TruncateAsync);
        app.MapGet("/api/do/exit/{code:int}", (int code) => Environment.Exit(code));
        app.MapGet("/api/do/environment", () => JsonSerializer.Serialize(
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value)));
        app.MapGet("/api/do/where", () => $"{Environment.CurrentDirectory} {string.Join(' ', Environment.GetCommandLineArgs()[1..])}");
    }

    private static void Release() => Interlocked.Exchange(ref _gate, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private static async Task StreamAsync(HttpContext context)
    {
        var released = _gate.Task;
        await context.Response.WriteAsync("first;");
        await context.Response.Body.FlushAsync();
        await released;
        await context.Response.WriteAsync("last");
    }

    // Tells as soon as the first bytes are there, before the client has sent the rest.
    private static async Task UploadAsync(HttpContext context)
    {
        var buffer = new byte[16];
        var read = await context.Request.Body.ReadAsync(buffer);
        Journal.Append("upload", "begun");
        var total = read;
        while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
        {
            total += read;
        }

        await context.Response.WriteAsync(total.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task TruncateAsync(HttpContext context)
    {
        var released = _gate.Task;
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("only this");
        await context.Response.Body.FlushAsync();
        await released;
        context.Abort();
    }
}
