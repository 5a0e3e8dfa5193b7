using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.TestKit;

namespace Marketplace.Storage.Tests.Witnesses;

/// <summary>The official JavaScript clients, run as a program: they share no code with ours.</summary>
internal static class Witness
{
    public static async Task<JsonElement> TestifyAsync(JsonObject job, CancellationToken cancellationToken)
    {
        var folder = RepoRoot.Combine("tests", "witnesses", "storage");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"The witnesses are not installed. Run: npm ci --prefix {folder}");
        }

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "witness.mjs")])
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
