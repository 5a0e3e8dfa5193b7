using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads customHandler.description and finds the executable (contract §1).</summary>
internal static class HandlerDescriptionReader
{
    /// <exception cref="StartupException">No executable is named, or the one named is nowhere.</exception>
    public static HandlerDescription Read(IConfigurationSection description, string appFolder, AppSettings settings)
    {
        var named = settings.Expand(description["defaultExecutablePath"] ?? "");
        if (named.Length == 0)
        {
            throw new StartupException("host.json: customHandler.description.defaultExecutablePath must name the handler's executable.");
        }

        var folder = settings.Expand(description["workingDirectory"] ?? "");
        return new HandlerDescription(
            FindExecutable(named, appFolder, settings),
            description["defaultWorkerPath"] is { Length: > 0 } worker ? Path.Combine(appFolder, settings.Expand(worker)) : null,
            Arguments(description["arguments"], "arguments"),
            Arguments(description["workerArguments"], "workerArguments"),
            folder.Length == 0 ? appFolder : Path.Combine(appFolder, folder));
    }

    private static string FindExecutable(string named, string appFolder, AppSettings settings)
    {
        var inApp = Path.Combine(appFolder, named);
        if (File.Exists(inApp))
        {
            return inApp;
        }

        return (settings["PATH"] ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, named))
            .FirstOrDefault(File.Exists)
            ?? throw new StartupException($"host.json: the handler's executable '{named}' is neither in {appFolder} nor on PATH.");
    }

    private static List<string> Arguments(string? json, string name)
    {
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(json, AppJson.Default.ListString) ?? [];
        }
        catch (JsonException exception)
        {
            throw new StartupException($"host.json: customHandler.description.{name} must be an array of strings.", exception);
        }
    }
}
