using System.Text.Json;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Front;

/// <summary>The host's own endpoints under /admin and /runtime; they come before every route (contract §8).</summary>
internal sealed partial class AdminEndpoints
{
    private readonly PublishedApp _app;
    private readonly KeyRing _keys;
    private readonly HandRunner _runner;
    private readonly IReadOnlyDictionary<string, string> _errors;
    private readonly string _hostId;
    private readonly TimeProvider _clock;
    private readonly long _started;

    public AdminEndpoints(PublishedApp app, KeyRing keys, HandRunner runner, IReadOnlyDictionary<string, string> errors, string hostId, TimeProvider clock)
    {
        _app = app;
        _keys = keys;
        _runner = runner;
        _errors = errors;
        _hostId = hostId;
        _clock = clock;
        _started = clock.GetTimestamp();
    }

    public static bool Owns(PathString path) => path.StartsWithSegments("/admin") || path.StartsWithSegments("/runtime");

    public async Task HandleAsync(HttpContext context)
    {
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > 1 && Is(segments[1], "host") && segments is [_, _, var ping] && Is(ping, "ping"))
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return;
        }

        if (!_keys.IsMaster(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var get = HttpMethods.IsGet(context.Request.Method);
        switch (segments)
        {
            case [_, var area, var status] when get && Is(area, "host") && Is(status, "status"):
                await WriteAsync(context, WriteStatus);
                break;
            case [_, var area] when get && Is(area, "functions"):
                await WriteAsync(context, WriteFunctions);
                break;
            case [_, var area, var name] when get && Is(area, "functions") && Find(name) is { } function:
                await WriteAsync(context, json => WriteFunction(json, function));
                break;
            case [_, var area, var name, var status] when get && Is(area, "functions") && Is(status, "status") && IsKnown(name):
                await WriteAsync(context, json => WriteErrors(json, _errors.Where(error => Is(error.Key, name))));
                break;
            case [_, var area, var name] when HttpMethods.IsPost(context.Request.Method) && Is(area, "functions"):
                context.Response.StatusCode = await RunByHandAsync(context, name);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static bool Is(string segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);

    private FunctionDefinition? Find(string name) => _app.Functions.FirstOrDefault(function => Is(function.Name, name));

    private bool IsKnown(string name) => Find(name) is not null || _errors.ContainsKey(name);

    private async Task<int> RunByHandAsync(HttpContext context, string name)
    {
        string? input;
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            input = body.RootElement.ValueKind != JsonValueKind.Object ? null
                : body.RootElement.TryGetProperty("input", out var value) ? value.ToString() : "";
        }
        catch (JsonException)
        {
            input = null;
        }

        if (input is null)
        {
            return StatusCodes.Status400BadRequest;
        }

        if (Find(name) is not { } function)
        {
            return StatusCodes.Status404NotFound;
        }

        // An HTTP function is run by calling its route.
        return _runner.TryStart(function, input) ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest;
    }
}
