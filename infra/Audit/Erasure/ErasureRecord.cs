namespace Marketplace.Audit.Erasure;

/// <summary>
/// How an erasure accounts for itself: a chain of its own, each entry naming the entries it is about to blank. It is written first, so
/// that nothing is ever blank without a record.
/// </summary>
public static class ErasureRecord
{
    /// <summary>Name of the table of chains that erasures are recorded in.</summary>
    public const string Chains = "erasures";

    /// <summary>Name of the table of chains that requests for erasures are recorded in, and who confirmed them.</summary>
    public const string Requests = "erasureRequests";

    /// <summary>Entries that one record names at most.</summary>
    public const int MaxEntries = 100;

    private const string Field = "entry";

    /// <summary>The changes that name the entries.</summary>
    public static IReadOnlyList<AuditChange> ChangesFor(IEnumerable<AuditLink> entries) =>
        [.. entries.Select(static link => new AuditChange(Field, link.ToString(), null))];

    /// <summary>Whether a chain records an erasure.</summary>
    public static bool IsErasure(string chain) => chain.StartsWith(Chains + "/", StringComparison.Ordinal);

    /// <summary>
    /// Whether a chain keeps the names in it: who had somebody erased stays on record, or one erasure could hide who is behind another.
    /// </summary>
    public static bool KeepsNames(string chain) => IsErasure(chain) || chain.StartsWith(Requests + "/", StringComparison.Ordinal);

    /// <summary>The entries that a record of an erasure names.</summary>
    public static IEnumerable<AuditLink> EntriesOf(AuditEntry record) =>
        AuditRecord.Read(record.Chained)?.Changes.Where(static change => change.Field == Field).Select(static change => AuditLink.Parse(change.Before))
            .OfType<AuditLink>() ?? [];
}
