using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.TestKit;

/// <summary>The official JavaScript clients, run as a program: they share no code with ours.</summary>
public static class Witness
{
    /// <summary>Runs a program of <c>tests/witnesses/storage</c> to its end.</summary>
    /// <param name="program">Its file name.</param>
    /// <param name="job">What it reads from its standard input, so that secrets stand in no list of processes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The witnesses are not installed, or the program failed.</exception>
    public static async Task<JsonElement> TestifyAsync(string program, JsonObject job, CancellationToken cancellationToken)
    {
        var folder = RepoRoot.Combine("tests", "witnesses", "storage");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The witnesses are not installed. Run: npm ci --prefix {folder}");
        }

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, program)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await node.StandardInput.WriteAsync(job.ToJsonString().AsMemory(), cancellationToken);
        node.StandardInput.Close();
        var complaints = node.StandardError.ReadToEndAsync(cancellationToken);
        var testimony = await node.StandardOutput.ReadToEndAsync(cancellationToken);
        await node.WaitForExitAsync(cancellationToken);
        return node.ExitCode == 0
            ? JsonElement.Parse(testimony)
            : throw new InvalidOperationException($"The witness failed:\n{await complaints}");
    }
}
