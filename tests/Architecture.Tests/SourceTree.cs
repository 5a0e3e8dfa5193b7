using Marketplace.TestKit;

namespace Marketplace.Architecture.Tests;

/// <summary>The repository's own files, without what builds and packages put between them.</summary>
internal static class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", "node_modules"];

    /// <summary>Files below a folder of the repository, as paths from its root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(RepoRoot.Combine(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepoRoot.Folder, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(Made).Any())
            .Order(StringComparer.Ordinal);

    /// <summary>The code that runs in production or on a developer's machine.</summary>
    public static IEnumerable<string> Shipped => Files("infra", "*.cs").Concat(Files("functions", "*.cs"));

    /// <summary>Every project file.</summary>
    public static IEnumerable<string> Projects => Files("infra", "*.csproj").Concat(Files("functions", "*.csproj")).Concat(Files("tests", "*.csproj"));

    public static string Read(string file) => File.ReadAllText(RepoRoot.Combine(file));

    public static bool Exists(string path) => Path.Exists(RepoRoot.Combine(path));
}
