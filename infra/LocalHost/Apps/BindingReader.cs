using System.Text.Json;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads one entry of function.json's bindings. What LocalHost cannot play is refused by its type's name.</summary>
internal static class BindingReader
{
    public static bool IsOutput(JsonElement binding) => Text(binding, "direction") is "out";

    /// <exception cref="StartupException">The binding is incomplete or of a kind not supported here.</exception>
    public static TriggerBinding Trigger(JsonElement binding, string function, AppSettings settings)
    {
        var name = Required(binding, "name");
        return Required(binding, "type") switch
        {
            "httpTrigger" => new HttpTriggerBinding(name, Level(binding), Text(binding, "route") ?? function, Methods(binding)),
            "queueTrigger" => new QueueTriggerBinding(name, QueueName(binding, settings), Text(binding, "connection")),
            "timerTrigger" => new TimerTriggerBinding(
                name, TimerSchedule.Parse(settings.Expand(Required(binding, "schedule"))), Flag(binding, "runOnStartup", false), Flag(binding, "useMonitor", true)),
            var type => throw new StartupException($"a binding of type {type} is not supported by LocalHost."),
        };
    }

    /// <exception cref="StartupException">The binding is incomplete or of a kind not supported here.</exception>
    public static OutputBinding Output(JsonElement binding, AppSettings settings)
    {
        var name = Required(binding, "name");
        var binary = Text(binding, "dataType") is { } type && type.Equals("binary", StringComparison.OrdinalIgnoreCase);
        return Required(binding, "type") switch
        {
            "http" => new HttpOutputBinding(name, binary),
            "queue" => new QueueOutputBinding(name, binary, QueueName(binding, settings), Text(binding, "connection")),
            var other => throw new StartupException($"an output of type {other} is not supported by LocalHost."),
        };
    }

    private static string QueueName(JsonElement binding, AppSettings settings)
    {
        // The host lower-cases queue names itself (contract §11).
        var name = settings.Expand(Required(binding, "queueName")).ToLowerInvariant();
        return name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? name
            : throw new StartupException($"the queue name '{name}' must be 3 to 63 letters, digits and hyphens.");
    }

    private static AuthorizationLevel Level(JsonElement binding) => (Text(binding, "authLevel") ?? "function").ToUpperInvariant() switch
    {
        "ANONYMOUS" => AuthorizationLevel.Anonymous,
        "FUNCTION" => AuthorizationLevel.Function,
        "ADMIN" => AuthorizationLevel.Admin,
        _ => throw new StartupException("authLevel must be anonymous, function or admin."),
    };

    private static string[] Methods(JsonElement binding) =>
        binding.TryGetProperty("methods", out var methods) && methods.ValueKind == JsonValueKind.Array
            ? [.. methods.EnumerateArray().Select(method => method.ToString().ToUpperInvariant())]
            : [];

    private static string Required(JsonElement binding, string property) =>
        Text(binding, property) is { Length: > 0 } text ? text : throw new StartupException($"a binding lacks its {property}.");

    private static string? Text(JsonElement binding, string property) =>
        binding.ValueKind == JsonValueKind.Object && binding.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Flag(JsonElement binding, string property, bool otherwise) =>
        binding.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;
}
