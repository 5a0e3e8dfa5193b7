using Marketplace.Audit.Erasure;

namespace Marketplace.Audit.Verification;

/// <summary>Matches erased entries with the erasures that account for them: an entry may be blank only if a chained record says so.</summary>
internal sealed class ErasureCheck
{
    private readonly Dictionary<AuditLink, AuditLink> _claims = [];
    private readonly HashSet<(AuditLink Erasure, AuditLink Entry)> _accounts = [];
    private readonly HashSet<string> _chains = new(StringComparer.Ordinal);

    /// <summary>Erased entries.</summary>
    public long Erased => _claims.Count;

    /// <summary>Erased entries whose erasure was not seen.</summary>
    public long Unproven { get; private set; }

    /// <summary>Takes note of an entry that holds.</summary>
    public void Next(string chain, AuditEntry entry)
    {
        var link = new AuditLink(chain, entry.Sequence);
        if (entry is { Personal: null, ErasedBy: { } erasure })
        {
            _claims[link] = AuditLink.Parse(erasure) ?? default;
        }

        if (!ErasureRecord.IsErasure(chain))
        {
            return;
        }

        _chains.Add(chain);
        foreach (var erased in ErasureRecord.EntriesOf(entry))
        {
            _accounts.Add((link, erased));
        }
    }

    /// <summary>The first erased entry without an account.</summary>
    /// <param name="isComplete">Whether every erasure was seen; otherwise one that was not seen is only counted.</param>
    public BrokenLink? End(bool isComplete)
    {
        foreach (var (entry, erasure) in _claims)
        {
            if (_accounts.Contains((erasure, entry)))
            {
                continue;
            }

            if (isComplete || erasure == default || _chains.Contains(erasure.Chain))
            {
                return new BrokenLink(entry.Chain, entry.Sequence, BreakReason.ErasureUnproven);
            }

            Unproven++;
        }

        return null;
    }
}
