using Marketplace.TestKit;

namespace Marketplace.Benchmarks.Processes;

/// <summary>The programs as they are deployed: compiled ahead of time, in Release.</summary>
internal static class Published
{
    public static string App => Path.Combine(AppFolder, "Marketplace.Functions");

    public static string AppFolder => Folder("app");

    public static string LocalHost => Path.Combine(Folder("localhost"), "Marketplace.LocalHost");

    private static string Folder(string name) =>
        RepoRoot.Combine("artifacts", name) is var folder && Directory.Exists(folder)
            ? folder
            : throw new InvalidOperationException($"artifacts/{name} is not there: run .ci/publish artifacts first.");
}
