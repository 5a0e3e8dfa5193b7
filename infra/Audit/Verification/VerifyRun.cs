using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Trail;

namespace Marketplace.Audit.Verification;

/// <summary>One call of the verification: goes through the rows and stops at the first break that nobody acknowledged, or when its budget is used.</summary>
internal sealed class VerifyRun(AuditChains chains, AnchorCheck check, Anchor? anchor, VerifyBudget budget, KnownBreaks known, TimeProvider time)
{
    private ChainVerifier? _chain;
    private string _name = "";
    private long _chains;
    private long _entries;
    private long _erased;

    public async Task<VerifyReport> RunAsync(IAsyncEnumerable<ChainRow> rows, VerifyPosition? from, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (await NextAsync(row, from, cancellationToken) is { } broken)
            {
                return Report(broken, null);
            }

            if (_entries < budget.Entries && time.GetElapsedTime(started) < budget.Time)
            {
                continue;
            }

            return Report(null, new VerifyPosition(anchor?.Number, _name, _chain?.Head ?? ChainHead.Empty, _chain is null));
        }

        return Report(await EndAsync(), null);
    }

    private async Task<BrokenLink?> NextAsync(ChainRow row, VerifyPosition? from, CancellationToken cancellationToken)
    {
        if (_chain is not null && row.Chain != _name && await EndHeadlessAsync() is { } headless)
        {
            return headless;
        }

        if (_chain is null)
        {
            var head = from is { IsChainDone: false } && from.Chain == row.Chain ? from.Head : ChainHead.Empty;
            (_chain, _name) = (new ChainVerifier(row.Chain, head), row.Chain);
            while (await check.BeginAsync(row.Chain, head.Sequence) is { } missing)
            {
                if (known.Other(missing) is { } other)
                {
                    return other;
                }
            }
        }

        return row.Entry is { } entry ? await CheckAsync(entry, cancellationToken) : await EndChainAsync(row.Head!.Value, cancellationToken);
    }

    private async Task<BrokenLink?> CheckAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (_chain!.Next(entry) is { } broken)
        {
            if (known.Other(broken) is { } other)
            {
                return other;
            }

            _chain.Accept(entry);
            return known.Other(check.Next(_chain.Head));
        }

        if (entry.Personal is null && !await IsAccountedForAsync(entry, cancellationToken)
            && known.Other(new BrokenLink(_name, entry.Sequence, BreakReason.ErasureUnproven)) is { } unproven)
        {
            return unproven;
        }

        _entries++;
        return known.Other(check.Next(_chain.Head));
    }

    private async Task<BrokenLink?> EndChainAsync(ChainHead head, CancellationToken cancellationToken)
    {
        // Entries and head are read one after the other: a chain that grew in between shows its head first.
        for (var sequence = _chain!.Head.Sequence + 1; sequence <= head.Sequence; sequence++)
        {
            if (await chains.FindAsync(new AuditLink(_name, sequence), cancellationToken) is not { } entry)
            {
                break;
            }

            if (await CheckAsync(entry, cancellationToken) is { } broken)
            {
                return broken;
            }
        }

        var wrong = _chain.End(head);
        if (wrong is not null && await chains.HeadAsync(_name, cancellationToken) is { } now)
        {
            wrong = _chain.End(now);
        }

        return known.Other(wrong) ?? await LeaveChainAsync();
    }

    /// <summary>Ends a chain that has entries but no head.</summary>
    private async Task<BrokenLink?> EndHeadlessAsync() => known.Other(_chain!.Headless()) ?? await LeaveChainAsync();

    private async Task<BrokenLink?> LeaveChainAsync()
    {
        if (known.Other(await check.EndChainAsync(_name)) is { } missing)
        {
            return missing;
        }

        _chain = null;
        _chains++;
        return null;
    }

    /// <summary>Ends all chains.</summary>
    private async Task<BrokenLink?> EndAsync()
    {
        if (_chain is not null && await EndHeadlessAsync() is { } headless)
        {
            return headless;
        }

        while (await check.EndAsync() is { } missing)
        {
            if (known.Other(missing) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    private async Task<bool> IsAccountedForAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        _erased++;
        return AuditLink.Parse(entry.ErasedBy) is { } link && ErasureRecord.IsErasure(link.Chain)
            && await chains.FindAsync(link, cancellationToken) is { } record
            && AuditChain.Digest(record.Chained) == record.Hash
            && ErasureRecord.EntriesOf(record).Contains(new AuditLink(_name, entry.Sequence));
    }

    private VerifyReport Report(BrokenLink? broken, VerifyPosition? continuation) =>
        new(_chains, _entries, _erased, anchor, known.Met, broken, continuation);
}
