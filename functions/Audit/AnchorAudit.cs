using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Index;
using Marketplace.Functions.Audit.Breaks;

namespace Marketplace.Functions.Audit;

/// <summary>
/// Anchors all chains once an hour, reports what is broken, tells of the root, so that it is known outside the storage account, and brings into the
/// index what no message told of.
/// </summary>
internal sealed partial class AnchorAudit(
    AnchorMaker maker, AuditProjection projection, AuditBreaks breaks, IEnumerable<IAuditObserver> observers, ILogger<AnchorAudit> logger)
{
    private const int ChainsAtOnce = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var grown = new List<string>(ChainsAtOnce);
        var result = await maker.RunAsync(async (chain, _, stop) =>
        {
            grown.Add(chain);
            if (grown.Count == ChainsAtOnce)
            {
                await CatchUpAsync(grown, stop);
            }
        }, cancellationToken);
        await CatchUpAsync(grown, cancellationToken);

        // Also when the anchor is there already: a run that died in between told nobody.
        foreach (var broken in result.Anchor.Broken)
        {
            await breaks.ReportAsync(broken, result.Anchor.At, cancellationToken);
        }

        foreach (var observer in observers)
        {
            await observer.OnAnchoredAsync(result.Anchor, cancellationToken);
        }

        LogAnchored(result.Anchor.Number, result.Anchor.Chains, result.Anchor.Breaks, result.Anchor.Root);
    }

    private async Task CatchUpAsync(List<string> chains, CancellationToken cancellationToken)
    {
        await projection.CatchUpAsync(chains, cancellationToken);
        chains.Clear();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit anchor {Number} over {Chains} chains, {Breaks} broken, root {Root}")]
    private partial void LogAnchored(long number, long chains, int breaks, string root);
}
