using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;

namespace Marketplace.AuditVerify;

/// <summary>
/// Verifies an exported audit trail without access to the instance: every hash, every link, every erasure, and, given the exported
/// anchors, that nothing was cut off, dropped or rewritten since.
/// </summary>
public static class VerifyCommand
{
    /// <summary>Exit code when everything holds.</summary>
    public const int Holds = 0;

    /// <summary>Exit code when a link is broken.</summary>
    public const int Broken = 1;

    /// <summary>Exit code when the command or a file cannot be read.</summary>
    public const int Unreadable = 2;

    private const string Usage = """
        usage: Marketplace.AuditVerify TRAIL [--anchors ANCHORS]

          TRAIL     from GET /api/operations/audit/export
          ANCHORS   from GET /api/operations/audit/anchors, better kept since an earlier day

        exit codes: 0 everything holds · 1 a link is broken, the first one is named · 2 a file cannot be read
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="error">Where it is said why there is none.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (args is not ([_] or [_, "--anchors", _]) || args[0].StartsWith('-'))
        {
            await error.WriteLineAsync(Usage);
            return Unreadable;
        }

        try
        {
            return await VerifyAsync(args[0], args.Count == 3 ? args[2] : null, output, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException or System.Text.DecoderFallbackException)
        {
            await error.WriteLineAsync($"cannot be verified: {unreadable.Message}");
            return Unreadable;
        }
    }

    private static async Task<int> VerifyAsync(string trail, string? anchors, TextWriter output, CancellationToken cancellationToken)
    {
        var scope = await ScopeOfAsync(trail, cancellationToken);
        var known = anchors is null ? null : await ReadAnchorsAsync(anchors, cancellationToken);
        if (known?.Broken is { } fault)
        {
            return await SayAsync(output, fault);
        }

        await using var check = known?.Last is null
            ? null
            : new AnchorCheck(LeavesAsync(anchors!, scope, cancellationToken), known.HasAllLeaves || scope != TrailStart.All);
        using var file = File.OpenRead(trail);
        var report = await new TrailVerifier(check).VerifyAsync(AuditLines.ReadAsync(file, cancellationToken), cancellationToken);
        if (report.Broken is { } broken)
        {
            return await SayAsync(output, broken);
        }

        await output.WriteLineAsync($"holds: {report.Entries} entries in {report.Chains} chains ({scope}), {report.Erased} with personal values erased");
        if (report.Unproven > 0)
        {
            await output.WriteLineAsync($"note: the records of {report.Unproven} of these erasures are not part of this trail");
        }

        if (report.IsRedacted)
        {
            await output.WriteLineAsync("note: personal values are not part of this trail and were not verified");
        }

        await output.WriteLineAsync(known?.Last is { } last
            ? $"anchored: as of anchor {last.Number}, {last.At:u}"
            : "not anchored: a cut at the end would not show");
        return Holds;
    }

    private static async Task<int> SayAsync(TextWriter output, BrokenLink broken)
    {
        await output.WriteLineAsync($"broken: {broken}");
        return Broken;
    }

    private static async Task<string> ScopeOfAsync(string trail, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(trail);
        return await AuditLines.ReadAsync(file, cancellationToken).FirstOrDefaultAsync(cancellationToken) is TrailStart start
            ? start.Scope
            : throw new FormatException("The first line is not that of a trail.");
    }

    private static async Task<AnchorFileReport> ReadAnchorsAsync(string anchors, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(anchors);
        return await AnchorFile.VerifyAsync(AuditLines.ReadTextAsync(file, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<AnchorLeaf> LeavesAsync(
        string anchors, string scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(anchors);
        await foreach (var line in AuditLines.ReadAsync(file, cancellationToken))
        {
            if (line is AnchorLeaf leaf && (scope == TrailStart.All || leaf.Chain == scope))
            {
                yield return leaf;
            }
        }
    }
}
