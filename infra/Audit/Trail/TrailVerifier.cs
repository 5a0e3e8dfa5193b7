using Marketplace.Audit.Anchors;
using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Trail;

/// <summary>
/// Checks an exported trail line by line, against an exported anchor if one is given. Needs nothing but the lines, and memory only
/// for the erased entries.
/// </summary>
/// <param name="anchor">What the trail must contain; null when nothing is known.</param>
public sealed class TrailVerifier(AnchorCheck? anchor = null)
{
    private readonly ErasureCheck _erasures = new();
    private ChainVerifier? _chain;
    private string _name = "";
    private TrailStart? _start;
    private bool _isEnded;
    private long _chains;
    private long _entries;

    /// <summary>Checks the whole trail, up to the first link that does not hold.</summary>
    /// <exception cref="FormatException">The lines are no complete trail.</exception>
    public async Task<TrailReport> VerifyAsync(IAsyncEnumerable<AuditLine> lines, CancellationToken cancellationToken)
    {
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            if (await NextAsync(line) is { } broken)
            {
                return Report(broken);
            }
        }

        if (!_isEnded)
        {
            throw new FormatException("The trail has no last line: it is not complete.");
        }

        var missing = anchor is null ? null : await anchor.EndAsync();
        return Report(missing ?? _erasures.End(IsOfAll));
    }

    private bool IsOfAll => _start!.Scope == TrailStart.All;

    private async ValueTask<BrokenLink?> NextAsync(AuditLine line)
    {
        if (_isEnded)
        {
            throw new FormatException("Something follows the last line.");
        }

        if (_start is null && line is not TrailStart { Version: TrailStart.Whole or TrailStart.Redacted })
        {
            throw new FormatException("The first line is not that of a trail of version 1 or 2.");
        }

        switch (line)
        {
            case TrailStart start when _start is null:
                _start = start;
                return null;
            case TrailEntry entry:
                return await BeginAsync(entry.Chain) ?? Check(entry);
            case TrailHead head:
                return await BeginAsync(head.Chain) ?? await EndChainAsync(new ChainHead(head.Sequence, head.Hash));
            case TrailEnd end:
                return EndTrail(end);
            default:
                throw new FormatException($"A line of the kind {line.GetType().Name} does not belong here.");
        }
    }

    private async ValueTask<BrokenLink?> BeginAsync(string chain)
    {
        if (_chain is { } open)
        {
            if (chain == _name)
            {
                return null;
            }

            return open.Headless();
        }

        if (string.CompareOrdinal(_name, chain) >= 0)
        {
            throw new FormatException($"The chain {chain} comes after {_name}.");
        }

        if (!IsOfAll && chain != _start!.Scope)
        {
            throw new FormatException($"The chain {chain} does not belong to a trail of {_start!.Scope}.");
        }

        (_chain, _name) = (new ChainVerifier(chain) { IsRedacted = _start!.Version == TrailStart.Redacted }, chain);
        _chains++;
        return anchor is null ? null : await anchor.BeginAsync(chain);
    }

    private BrokenLink? Check(TrailEntry line)
    {
        if (_chain!.Next(line.Entry) is { } broken)
        {
            return broken;
        }

        _entries++;
        _erasures.Next(line.Chain, line.Entry);
        return anchor?.Next(_chain.Head);
    }

    private async ValueTask<BrokenLink?> EndChainAsync(ChainHead head)
    {
        var broken = _chain!.End(head) ?? (anchor is null ? null : await anchor.EndChainAsync(_name));
        _chain = null;
        return broken;
    }

    private BrokenLink? EndTrail(TrailEnd end)
    {
        if (_chain is { } open)
        {
            return open.Headless();
        }

        if (end.Chains != _chains || end.Entries != _entries)
        {
            throw new FormatException($"The last line tells of {end.Entries} entries; there are {_entries}.");
        }

        _isEnded = true;
        return null;
    }

    private TrailReport Report(BrokenLink? broken) =>
        new(_chains, _entries, _erasures.Erased, _erasures.Unproven, broken) { IsRedacted = _start?.Version == TrailStart.Redacted };
}
