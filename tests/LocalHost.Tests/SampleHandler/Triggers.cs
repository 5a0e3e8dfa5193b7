using System.Text.Json;

namespace Marketplace.SampleHandler;

/// <summary>
/// POST /{Function}: writes the whole call into the journal, then follows the instruction in it, a JSON object such as
/// <c>{"do":"reply","status":200,"type":"application/json","body":"{}"}</c>. Without one it answers <c>{}</c>.
/// </summary>
internal static class Triggers
{
    public static void MapTriggers(this WebApplication app) => app.MapPost("/{function}", RunAsync);

    private static async Task RunAsync(HttpContext context, string function)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Journal.Append("call", JsonSerializer.Serialize(new
        {
            function,
            headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            body,
            processId = Environment.ProcessId,
        }));
        using var payload = JsonDocument.Parse(body);
        await FollowAsync(context, Instruction(payload.RootElement));
    }

    private static JsonElement Instruction(JsonElement payload)
    {
        var data = payload.GetProperty("Data").EnumerateObject().First().Value;
        if (data.ValueKind == JsonValueKind.Object)
        {
            // A timer brings no text: its instruction is a setting.
            return Parse(data.TryGetProperty("Body", out var text) ? text.GetString()! : Environment.GetEnvironmentVariable("SAMPLE_TIMER") ?? "");
        }

        var decoded = Parse(data.GetString()!);
        return decoded.ValueKind == JsonValueKind.String ? Parse(decoded.GetString()!) : decoded;
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static async Task FollowAsync(HttpContext context, JsonElement instruction)
    {
        var what = instruction.ValueKind == JsonValueKind.Object && instruction.TryGetProperty("do", out var verb) ? verb.GetString() : "nothing";
        switch (what)
        {
            case "die":
                Environment.FailFast(null);
                break;
            case "die-once" when File.Exists(instruction.GetProperty("file").GetString()!):
                await context.Response.WriteAsJsonAsync(new { });
                break;
            case "die-once":
                await File.WriteAllTextAsync(instruction.GetProperty("file").GetString()!, "");
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                break;
            case "wait":
                while (!File.Exists(instruction.GetProperty("file").GetString()!))
                {
                    await Task.Delay(10);
                }

                await context.Response.WriteAsJsonAsync(new { });
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite);
                break;
            case "reply":
                await ReplyAsync(context, instruction);
                break;
            default:
                await context.Response.WriteAsJsonAsync(new { });
                break;
        }
    }

    private static async Task ReplyAsync(HttpContext context, JsonElement instruction)
    {
        context.Response.StatusCode = instruction.TryGetProperty("status", out var status) ? status.GetInt32() : 200;
        if (instruction.TryGetProperty("location", out var location))
        {
            context.Response.Headers.Location = location.GetString();
        }

        var body = instruction.TryGetProperty("body", out var text) ? text.GetString()! : "";
        if (body.Length == 0)
        {
            return;
        }

        context.Response.ContentType = instruction.TryGetProperty("type", out var type) ? type.GetString() : "application/json";
        await context.Response.WriteAsync(body);
    }
}
