using Marketplace.Functions.Findings;

namespace Marketplace.Functions.Checks;

/// <summary>
/// Runs every check side by side, each under its deadline. A check that fails or is late becomes a finding: no submission waits for
/// a defect of ours. Keeps no state; a repetition gives the same findings as long as data and other listings stay the same.
/// </summary>
internal sealed partial class CheckRunner(IEnumerable<ICheck> checks, TimeProvider time, ILogger<CheckRunner> logger)
{
    /// <summary>Findings kept; a person reads a text that has more anyway.</summary>
    public const int MaxFindings = 200;

    /// <returns>The findings, the most severe first, then in the order of fields and places.</returns>
    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(checks.Select(check => RunAsync(check, subject, cancellationToken)));
        var all = found.SelectMany(static findings => findings).Concat(subject.AttachmentFindings).Order(FindingOrder.Instance).ToList();
        return all.Count <= MaxFindings ? all : [.. all.Take(MaxFindings), TooMany(all.Count)];
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(ICheck check, CheckSubject subject, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(check.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var stop = either.Token;
        try
        {
            // A check that ignores its token goes on by itself; its result is not awaited.
            return await Task.Run(() => check.RunAsync(subject, stop), stop).WaitAsync(stop);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnavailable(fault, check.Name, subject.SubmissionId);
            return [Unavailable(check)];
        }
    }

    private static Finding Unavailable(ICheck check) => new("checkUnavailable", FindingSeverity.Warning, "$")
    {
        Values = new Dictionary<string, string> { ["check"] = check.Name },
    };

    private static Finding TooMany(int count) => new("tooManyFindings", FindingSeverity.Warning, "$")
    {
        Values = new Dictionary<string, string> { ["count"] = $"{count}", ["max"] = $"{MaxFindings}" },
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The check {Check} of {SubmissionId} could not be completed")]
    private partial void LogUnavailable(Exception fault, string check, string submissionId);
}
