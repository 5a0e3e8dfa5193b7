using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The app and LocalHost as ./test publishes them.</summary>
internal static class Published
{
    public static string App => Folder("app", "host.json");

    public static string LocalHost => Path.Combine(Folder("localhost", "Marketplace.LocalHost"), "Marketplace.LocalHost");

    private static string Folder(string name, string proof)
    {
        var folder = RepoRoot.Combine("artifacts", name);
        return File.Exists(Path.Combine(folder, proof))
            ? folder
            : throw new InvalidOperationException($"artifacts/{name} is not there: run .ci/publish artifacts first.");
    }
}
