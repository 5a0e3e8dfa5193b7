namespace Marketplace.LocalHost.Apps;

/// <summary>
/// A published app folder as read at start: the valid functions in the order the host uses (name, ignoring case),
/// and by name what is wrong with the others, which are left out while the rest runs.
/// </summary>
internal sealed record PublishedApp(
    string Folder,
    AppSettings Settings,
    HostSettings Host,
    IReadOnlyList<FunctionDefinition> Functions,
    IReadOnlyDictionary<string, string> Errors)
{
    /// <exception cref="StartupException">The folder is no published app, or no function in it is valid.</exception>
    public static PublishedApp Read(LocalHostOptions options)
    {
        var folder = Path.GetFullPath(options.AppFolder);
        var settings = AppSettings.Read(options);
        var host = HostSettingsReader.Read(folder, settings);
        var (functions, errors) = FunctionReader.ReadAll(folder, settings, host);
        return functions.Count > 0
            ? new PublishedApp(folder, settings, host, functions, errors)
            : throw new StartupException($"{folder} holds no valid function. {string.Join(" ", errors.Select(error => $"{error.Key}: {error.Value}"))}");
    }
}
