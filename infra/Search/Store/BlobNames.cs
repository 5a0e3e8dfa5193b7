using System.Security.Cryptography;

namespace Marketplace.Search.Store;

/// <summary>The names of an index's blobs. All but the manifest are named by a hash of their content: a name always means the same bytes.</summary>
internal static class BlobNames
{
    public const string Manifest = "manifest.json";
    public const string Segments = "segments/";
    public const string Deletes = "deletes/";
    public const string Logs = "logs/";

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
