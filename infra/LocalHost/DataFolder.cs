using Marketplace.LocalHost.Handler;

namespace Marketplace.LocalHost;

/// <summary>The folder kept between runs, held by one LocalHost at a time; the hold ends with the process, however that ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream? _held;

    private DataFolder(string? path, FileStream? held)
    {
        Path = path;
        _held = held;
    }

    /// <summary>The folder, or null if nothing is kept.</summary>
    public string? Path { get; }

    public HandlerRecord HandlerRecord => new(Path);

    /// <exception cref="StartupException">Another LocalHost holds the folder.</exception>
    public static DataFolder Open(string? path)
    {
        if (path is null)
        {
            return new DataFolder(null, null);
        }

        Directory.CreateDirectory(path);
        try
        {
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new StartupException($"{path} is in use by another LocalHost; choose another folder with --data.", exception);
        }
    }

    public void Dispose() => _held?.Dispose();
}
