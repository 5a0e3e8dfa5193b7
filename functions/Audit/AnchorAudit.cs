using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Index;
using Marketplace.Audit.Verification;

namespace Marketplace.Functions.Audit;

/// <summary>Anchors all chains once a day, says loudly what is broken, and brings into the index what no message told of.</summary>
internal sealed partial class AnchorAudit(AnchorMaker maker, AuditProjection projection, ILogger<AnchorAudit> logger)
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
        if (!result.IsNew)
        {
            return;
        }

        foreach (var broken in result.Anchor.Broken)
        {
            LogBroken(broken.Chain, broken.Sequence);
        }

        LogAnchored(result.Anchor.Number, result.Anchor.Chains, result.Anchor.Breaks, result.Anchor.Root);
    }

    private async Task CatchUpAsync(List<string> chains, CancellationToken cancellationToken)
    {
        await projection.CatchUpAsync(chains, cancellationToken);
        chains.Clear();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit chain {Chain} no longer contains entry {Sequence} as the anchor before recorded it")]
    private partial void LogBroken(string chain, long sequence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit anchor {Number} over {Chains} chains, {Breaks} broken, root {Root}")]
    private partial void LogAnchored(long number, long chains, int breaks, string root);
}
