using System.Security.Cryptography;

namespace Marketplace.Files.Content;

/// <summary>A file of the process's own that is gone when it is closed, or when the process ends.</summary>
internal static class TemporaryFile
{
    public static FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"marketplace-{RandomNumberGenerator.GetHexString(24, lowercase: true)}"), options);
    }
}
