using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Apps;

/// <summary>
/// Reads each */function.json by the host's rules on names and routes (docs/host-contract.md §6). A function that is invalid, or asks for something
/// LocalHost does not play, is reported and left out while the rest runs.
/// </summary>
internal static class FunctionReader
{
    private const int LongestName = 128;

    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    public static (IReadOnlyList<FunctionDefinition> Functions, IReadOnlyDictionary<string, string> Errors) ReadAll(
        string appFolder, AppSettings settings, string routePrefix)
    {
        var functions = new List<FunctionDefinition>();
        var errors = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var files = Directory.EnumerateDirectories(appFolder).Order(StringComparer.OrdinalIgnoreCase)
            .Select(folder => Path.Combine(folder, "function.json"))
            .Where(File.Exists);
        foreach (var file in files)
        {
            var name = Path.GetFileName(Path.GetDirectoryName(file))!;
            try
            {
                var function = Read(name, file, settings);
                Check(function, routePrefix, functions);
                functions.Add(function);
            }
            catch (StartupException exception)
            {
                errors[name] = exception.Message;
            }
        }

        return (functions, errors);
    }

    private static FunctionDefinition Read(string name, string path, AppSettings settings)
    {
        var file = Parse(path);
        var bindings = file.Bindings ?? throw new StartupException("function.json has no bindings.");
        if (file.Retry is not null)
        {
            throw new StartupException("retry policies are not supported by LocalHost.");
        }

        var inputs = bindings.Where(binding => binding.Direction != "out").ToList();
        if (inputs is not [var input])
        {
            throw new StartupException($"a function has exactly one trigger, this one has {inputs.Count}.");
        }

        var trigger = Trigger(input, name, settings);
        string[] outputs = trigger is HttpTriggerBinding ? ["http"] : [];
        if (!bindings.Where(binding => binding != input).Select(binding => binding.Type).SequenceEqual(outputs))
        {
            throw new StartupException("its outputs are not supported by LocalHost: an HTTP trigger has one of type http, every other trigger none.");
        }

        return new FunctionDefinition(name, trigger, IsOn(settings[$"AzureWebJobs.{name}.Disabled"] ?? settings[$"AzureWebJobs_{name}_Disabled"]));
    }

    private static FunctionFile Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), FunctionJson.Default.FunctionFile) ?? new FunctionFile(null, null);
        }
        catch (JsonException exception)
        {
            throw new StartupException($"{path}: not valid JSON: {exception.Message}", exception);
        }
    }

    private static TriggerBinding Trigger(BindingFile binding, string function, AppSettings settings)
    {
        var name = Required(binding.Name, "name");
        return Required(binding.Type, "type") switch
        {
            "httpTrigger" when binding.AuthLevel is not "anonymous" =>
                throw new StartupException("authLevel must be anonymous: LocalHost knows no function keys."),
            "httpTrigger" => new HttpTriggerBinding(name, binding.Route ?? function, [.. (binding.Methods ?? []).Select(method => method.ToUpperInvariant())]),
            "queueTrigger" => new QueueTriggerBinding(name, QueueName(settings.Expand(Required(binding.QueueName, "queueName"))), binding.Connection),
            "timerTrigger" => new TimerTriggerBinding(name, TimerSchedule.Parse(settings.Expand(Required(binding.Schedule, "schedule")))),
            var type => throw new StartupException($"a binding of type {type} is not supported by LocalHost."),
        };
    }

    private static string Required(string? value, string property) =>
        string.IsNullOrEmpty(value) ? throw new StartupException($"a binding lacks its {property}.") : value;

    // The host lower-cases queue names itself (docs/host-contract.md §11).
    private static string QueueName(string text) =>
        text.ToLowerInvariant() is { Length: >= 3 and <= 63 } name && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? name
            : throw new StartupException($"the queue name '{text}' must be 3 to 63 letters, digits and hyphens.");

    private static bool IsOn(string? value) => value == "1" || "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private static void Check(FunctionDefinition function, string prefix, List<FunctionDefinition> accepted)
    {
        if (!IsName(function.Name))
        {
            throw new StartupException($"the name must be a letter followed by letters, digits, _ or -, {LongestName} at most, and not 'host'.");
        }

        if (accepted.Any(other => other.Name.Equals(function.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException("another function has this name but for upper and lower case.");
        }

        if (function.Trigger is HttpTriggerBinding http)
        {
            CheckRoute(http, prefix, accepted);
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static void CheckRoute(HttpTriggerBinding http, string prefix, List<FunctionDefinition> accepted)
    {
        if (http.Route.StartsWith('/') && prefix.Length > 0)
        {
            throw new StartupException($"the route '{http.Route}' must not start with '/' while there is a route prefix.");
        }

        if (ReservedRoutes.Any(reserved => http.Route.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException($"the route '{http.Route}' starts with a word the host keeps for itself (admin, runtime).");
        }

        if (accepted.FirstOrDefault(other => other.Trigger is HttpTriggerBinding theirs && Collide(http, theirs)) is { } rival)
        {
            throw new StartupException($"the route '{http.Route}' is already taken by {rival.Name} for the same method.");
        }
    }

    private static bool Collide(HttpTriggerBinding one, HttpTriggerBinding other) =>
        one.Route.Equals(other.Route, StringComparison.OrdinalIgnoreCase)
        && (one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods).Any());
}

/// <summary>function.json as far as it is read.</summary>
internal sealed record FunctionFile(IReadOnlyList<BindingFile>? Bindings, JsonElement? Retry);

/// <summary>One entry of function.json's bindings.</summary>
internal sealed record BindingFile(
    string? Name, string? Type, string? Direction, string? AuthLevel, string? Route, IReadOnlyList<string>? Methods, string? QueueName,
    string? Connection, string? Schedule);

/// <summary>Reads function.json as the host does: comments and trailing commas are allowed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(FunctionFile))]
internal sealed partial class FunctionJson : JsonSerializerContext;
