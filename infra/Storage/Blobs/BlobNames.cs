using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>
/// Checks of container and blob names before an address is built of them: <see cref="Uri"/> collapses dot segments, even escaped ones, so an
/// unchecked name could reach into another container (docs/storage-protocol.md §1.4 and §4.1).
/// </summary>
internal static class BlobNames
{
    private const int LongestName = 1024;

    public static string CheckContainer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length is >= 3 and <= 63
            && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
        return valid
            ? name
            : throw new ArgumentException($"'{name}' is no container name: 3 to 63 lower-case letters, digits and single hyphens.", nameof(name));
    }

    public static string CheckBlob(string name) =>
        Refusal(name) is { } reason ? throw new ArgumentException($"This is no blob name: {reason}.", nameof(name)) : name;

    /// <summary>The name as a path, every segment escaped, slashes kept.</summary>
    public static string Escape(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static string? Refusal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName)
        {
            return $"it has {name.Length} characters; 1 to {LongestName} are possible";
        }

        if (name.Any(static c => c == '\\' || char.IsControl(c) || c is '\uFFFE' or '\uFFFF'))
        {
            return "it contains a backslash, a control character or a noncharacter";
        }

        if (!Utf16.IsWellFormed(name))
        {
            return "it contains an unpaired surrogate";
        }

        return name.Split('/').Any(static segment => segment is "" or "." or ".." || segment[^1] == '.')
            ? "a segment is empty, or ends in a dot"
            : null;
    }
}
