using System.Runtime.CompilerServices;
using Marketplace.Audit.Trail;

namespace Marketplace.Audit.Anchors;

/// <summary>Gives the anchors as a file that <see cref="AnchorFile"/> checks: kept elsewhere, it shows later that nothing older was changed.</summary>
/// <param name="log">The anchors.</param>
/// <param name="trees">Their leaves.</param>
public sealed class AnchorExport(AnchorLog log, AnchorTrees trees)
{
    /// <summary>
    /// The texts of the lines: every anchor exactly as stored, then the leaves of the newest: all, or that of <paramref name="chain"/>
    /// with its proof.
    /// </summary>
    /// <exception cref="InvalidDataException">While reading: leaves are missing or do not fit the anchor.</exception>
    public async IAsyncEnumerable<string> ReadAsync(string? chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredAnchor? last = null;
        await foreach (var anchor in log.ReadAsync(cancellationToken))
        {
            yield return (last = anchor).Text;
        }

        if (last is null)
        {
            yield break;
        }

        if (chain is null)
        {
            await foreach (var leaf in trees.ReadAsync(last.Anchor.Root, null, cancellationToken))
            {
                yield return leaf.ToText();
            }
        }
        else if (await trees.FindAsync(last.Anchor.Root, chain, cancellationToken) is { } leaf)
        {
            yield return leaf.ToText();
        }
    }
}
