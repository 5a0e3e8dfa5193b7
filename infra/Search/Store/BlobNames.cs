using System.Security.Cryptography;

namespace Marketplace.Search.Store;

/// <summary>
/// The names of an index's blobs. Those in folders are named by a hash of their content, so that a name always means the same bytes.
/// </summary>
internal static class BlobNames
{
    public const string Manifest = "manifest.json";
    public const string Mark = "mark.json";
    public const string RebuildRequest = "rebuild-request";
    public const string Segments = "segments/";
    public const string Deletes = "deletes/";
    public const string Logs = "logs/";

    public static IReadOnlyList<string> Folders { get; } = [Segments, Deletes, Logs];

    public static string For(string folder, ReadOnlySpan<byte> content) => folder + Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 20));

    /// <exception cref="InvalidDataException">The content is not what the name promises.</exception>
    public static void Verify(string name, ReadOnlySpan<byte> content)
    {
        if (For(name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)], content) != name)
        {
            throw new InvalidDataException($"The content of {name} is damaged.");
        }
    }
}
