using Marketplace.Storage;

namespace Marketplace.LocalHost.Apps;

/// <summary>
/// A published app folder as read at start: the valid functions in the order the host uses (name, ignoring case),
/// and by name what is wrong with the others, which are left out while the rest runs.
/// </summary>
internal sealed record PublishedApp(
    string Folder, AppSettings Settings, HostSettings Host, IReadOnlyList<FunctionDefinition> Functions, IReadOnlyDictionary<string, string> Errors)
{
    /// <exception cref="StartupException">The folder is no published app, or no function in it is valid.</exception>
    public static PublishedApp Read(LocalHostOptions options)
    {
        var folder = Path.GetFullPath(options.AppFolder);
        var settings = AppSettings.Read(options);
        var host = HostSettings.Read(folder, settings);
        var (functions, errors) = FunctionReader.ReadAll(folder, settings, host.RoutePrefix);
        return functions.Count > 0
            ? new PublishedApp(folder, settings, host, functions, errors)
            : throw new StartupException($"{folder} holds no valid function. {string.Join(" ", errors.Select(error => $"{error.Key}: {error.Value}"))}");
    }

    /// <summary>The storage account behind a binding's <c>connection</c>; null for the host's own.</summary>
    /// <exception cref="StartupException">There is no usable connection string of that name.</exception>
    public StorageAccount Storage(string? connection = null)
    {
        var name = string.IsNullOrEmpty(connection) ? AppSettings.HostStorage : connection;
        try
        {
            return StorageAccount.FromConnectionString(
                Settings[name] ?? throw new StartupException($"the setting {name} is missing: give a storage connection string (--storage)."));
        }
        catch (FormatException exception)
        {
            throw new StartupException($"the setting {name} is no storage connection string: {exception.Message}", exception);
        }
    }
}
