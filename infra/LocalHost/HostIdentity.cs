using System.Security.Cryptography;
using System.Text;

namespace Marketplace.LocalHost;

/// <summary>The name under which timers keep their status and locks (contract §12): at most 32 characters, lower case.</summary>
internal static class HostIdentity
{
    private const int Longest = 32;

    /// <exception cref="StartupException">The given name is not usable.</exception>
    public static string Of(LocalHostOptions options)
    {
        if (options.HostId is not { } given)
        {
            var path = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.AppFolder)));
            return "localhost-" + Convert.ToHexStringLower(path.AsSpan(0, 8));
        }

        return given.Length is > 0 and <= Longest && given.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? given
            : throw new StartupException($"--host-id must be 1 to {Longest} lower-case letters, digits or hyphens.");
    }
}
