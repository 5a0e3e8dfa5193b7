using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads each */function.json; an invalid function is reported and left out, as the host does.</summary>
internal static class FunctionReader
{
    public static (IReadOnlyList<FunctionDefinition> Functions, IReadOnlyDictionary<string, string> Errors) ReadAll(
        string appFolder, AppSettings settings, HostSettings host)
    {
        var functions = new List<FunctionDefinition>();
        var errors = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in Directory.EnumerateDirectories(appFolder).Order(StringComparer.OrdinalIgnoreCase))
        {
            var file = Path.Combine(folder, "function.json");
            if (!File.Exists(file))
            {
                continue;
            }

            var name = Path.GetFileName(folder);
            try
            {
                var function = Read(name, file, settings, host);
                FunctionRules.Check(function, host.RoutePrefix, functions);
                functions.Add(function);
            }
            catch (StartupException exception)
            {
                errors[name] = exception.Message;
            }
        }

        return (functions, errors);
    }

    private static FunctionDefinition Read(string name, string file, AppSettings settings, HostSettings host)
    {
        using var document = JsonFile.Read(file);
        var root = document.RootElement;
        if (!root.TryGetProperty("bindings", out var bindings) || bindings.ValueKind != JsonValueKind.Array)
        {
            throw new StartupException("function.json has no bindings.");
        }

        var triggers = new List<TriggerBinding>();
        var outputs = new List<OutputBinding>();
        foreach (var binding in bindings.EnumerateArray())
        {
            if (BindingReader.IsOutput(binding))
            {
                outputs.Add(BindingReader.Output(binding, settings));
            }
            else
            {
                triggers.Add(BindingReader.Trigger(binding, name, settings));
            }
        }

        return triggers is [var trigger]
            ? new FunctionDefinition(name, trigger, outputs, Retry(root) ?? host.Retry, IsDisabled(name, root, settings))
            : throw new StartupException($"a function has exactly one trigger, this one has {triggers.Count}.");
    }

    private static RetryPolicy? Retry(JsonElement root)
    {
        if (!root.TryGetProperty("retry", out var retry) || retry.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(retry.EnumerateObject().Select(property => KeyValuePair.Create("retry:" + property.Name, (string?)property.Value.ToString())))
            .Build();
        return RetryPolicyReader.Read(section.GetSection("retry"));
    }

    private static bool IsDisabled(string name, JsonElement root, AppSettings settings) =>
        settings.IsOn($"AzureWebJobs.{name}.Disabled")
        || settings.IsOn($"AzureWebJobs_{name}_Disabled")
        || (root.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True);
}
