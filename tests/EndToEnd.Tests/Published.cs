using System.Text.Json;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The app and LocalHost as ./test publishes them.</summary>
internal static class Published
{
    public static string App => Folder("app", "host.json");

    public static string LocalHost => Path.Combine(Folder("localhost", "Marketplace.LocalHost"), "Marketplace.LocalHost");

    /// <summary>The queues that the app's functions read.</summary>
    public static IReadOnlyList<string> Queues { get; } =
    [
        .. from file in Directory.EnumerateFiles(App, "function.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
        from binding in JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("bindings").EnumerateArray()
        where binding.TryGetProperty("queueName", out _)
        select binding.GetProperty("queueName").GetString()!,
    ];

    private static string Folder(string name, string proof)
    {
        var folder = RepoRoot.Combine("artifacts", name);
        return File.Exists(Path.Combine(folder, proof))
            ? folder
            : throw new InvalidOperationException($"artifacts/{name} is not there: run .ci/publish artifacts first.");
    }
}
