namespace Marketplace.TestKit;

/// <summary>Finds the repository's files from wherever a test was built to.</summary>
public static class RepoRoot
{
    private static readonly Lazy<string> Root = new(Find);

    /// <summary>The folder that holds the solution file.</summary>
    public static string Folder => Root.Value;

    /// <summary>A path below the repository's root.</summary>
    public static string Combine(params string[] segments) => Path.Combine([Folder, .. segments]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Marketplace.Functions.sln.");
    }
}
