using System.Diagnostics;
using System.Text.RegularExpressions;
using Marketplace.TestKit;

namespace Marketplace.Architecture.Tests;

/// <summary>A capability owns everything of its own: without its folder and its two lines the app is built and has no trace of it.</summary>
public sealed class DeletedSliceTests
{
    private const string Slice = "Reviews";

    private static readonly string Copy = RepoRoot.Combine("artifacts", "without-" + Slice);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_without_the_folder_and_the_two_lines_of_a_capability_is_built_and_runs()
    {
        CopyFunctions();
        var setup = Path.Combine(Copy, "functions", "MarketplaceApp.cs");
        var lines = await File.ReadAllLinesAsync(setup, Stop);
        Assert.Equal(3, lines.Count(Names));
        await File.WriteAllLinesAsync(setup, lines.Where(line => !Names(line)), Stop);
        ReferToBuiltProjects();

        await RunAsync("restore", "-p:NuGetAudit=false");
        await RunAsync("build", "--no-restore", "-c", "Release", "--nologo", "-v", "q", "-p:RunAnalyzers=false", "-p:BuildProjectReferences=false");
        await RunAsync(Path.Combine("bin", "Release", "net10.0", "Marketplace.Functions.dll"), "--emit-functions", "emitted");

        var functions = Directory.GetDirectories(Path.Combine(Copy, "functions", "emitted")).Select(Path.GetFileName).ToList();
        Assert.Contains("Submissions", functions);
        Assert.DoesNotContain(Slice, functions);
        Directory.Delete(Copy, recursive: true);
    }

    private static bool Names(string line) => Regex.IsMatch(line, $@"(\.Add|\.Map|using Marketplace\.Functions\.){Slice}\b");

    private static void CopyFunctions()
    {
        if (Directory.Exists(Copy))
        {
            Directory.Delete(Copy, recursive: true);
        }

        var kept = SourceTree.Files("functions", "*").Where(static file => !file.StartsWith($"functions/{Slice}/", StringComparison.Ordinal));
        foreach (var file in kept.Append("host.json"))
        {
            var target = Path.Combine(Copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(RepoRoot.Combine(file), target);
        }
    }

    /// <summary>The infra projects stay where they are.</summary>
    private static void ReferToBuiltProjects()
    {
        var project = Path.Combine(Copy, "functions", "Functions.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("../infra/", $"{RepoRoot.Combine("infra")}/", StringComparison.Ordinal));
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Path.Combine(Copy, "functions"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, string.Concat(said));
    }
}
