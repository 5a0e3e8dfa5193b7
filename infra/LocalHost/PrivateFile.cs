namespace Marketplace.LocalHost;

/// <summary>Files that only their owner may read, replaced as a whole so that no reader sees half of one.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(fresh, options))
        {
            writer.Write(text);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
