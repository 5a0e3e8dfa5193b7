using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Index;

/// <summary>
/// Finds entries by what they are about, by whom, by what was done, and by time. It is made from the chains and can be made again from
/// them; it holds no personal value, and what it finds is always read from the hashed text.
/// </summary>
public sealed class AuditIndex
{
    private const string Everything = "all";

    private readonly TableClient _progress;

    /// <param name="table">Gives the client of each of <see cref="Tables"/>.</param>
    public AuditIndex(Func<string, TableClient> table)
    {
        ByTarget = new(table(Tables[0]));
        ByActor = new(table(Tables[1]));
        ByAction = new(table(Tables[2]));
        ByTime = new(table(Tables[3]));
        _progress = table(Tables[4]);
    }

    /// <summary>The tables it lies in, to be created before use.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["AuditByTarget", "AuditByActor", "AuditByAction", "AuditByTime", "AuditProgress"];

    internal PostingTable ByTarget { get; }

    internal PostingTable ByActor { get; }

    internal PostingTable ByAction { get; }

    internal PostingTable ByTime { get; }

    /// <summary>The narrowest list that contains everything a filter matches, and whether all of it matches.</summary>
    internal (PostingTable Table, string Value, bool IsExact) Choose(AuditFilter filter) => filter switch
    {
        { Target: { } target } => (ByTarget, target, filter.Actor is null && filter.Action is null),
        { Actor: { } actor, Action: { } action } => (ByActor, Pair(actor, action), true),
        { Actor: { } actor } => (ByActor, actor, true),
        { Action: { } action } => (ByAction, action, true),
        _ => (ByTime, Everything, true),
    };

    /// <summary>Adds what is known of entries; what is known already stays as it is.</summary>
    internal async Task AddAsync(IReadOnlyList<(AuditPosting Posting, string Target)> entries, CancellationToken cancellationToken)
    {
        var lists = entries.SelectMany(ListsOf).GroupBy(static entry => (entry.Table, entry.Value), static entry => entry.Posting);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(lists, limit, static async (list, stop) => await list.Key.Table.AddAsync(list.Key.Value, [.. list], stop));
    }

    /// <summary>Forgets a person: no list leads from them to entries any more, but to those that are kept.</summary>
    internal Task ForgetAsync(string actor, Func<AuditPosting, bool> isKept, CancellationToken cancellationToken) =>
        ByActor.DeleteAsync(actor, isKept, cancellationToken);

    /// <summary>Up to which entry a chain is in the index.</summary>
    internal async Task<long> ProgressAsync(string chain, CancellationToken cancellationToken) =>
        (await _progress.GetEntityIfExistsAsync(PostingTable.KeyOf(chain), "", cancellationToken: cancellationToken))?.GetInt64("Sequence") ?? 0;

    /// <summary>Notes that a chain is in the index up to an entry. An older note that comes late makes some work again, no more.</summary>
    internal async Task SetProgressAsync(string chain, long sequence, CancellationToken cancellationToken) =>
        await _progress.UpsertEntityAsync(new TableEntity(PostingTable.KeyOf(chain), "") { { "Sequence", sequence } },
            TableUpdateMode.Replace, cancellationToken);

    /// <summary>Every list an entry belongs to.</summary>
    internal IEnumerable<(PostingTable Table, string Value, AuditPosting Posting)> ListsOf((AuditPosting Posting, string Target) entry)
    {
        var posting = entry.Posting;
        yield return (ByTime, Everything, posting);
        yield return (ByAction, posting.Action, posting);
        yield return (ByTarget, entry.Target, posting);
        if (posting.Link.Chain != entry.Target)
        {
            yield return (ByTarget, posting.Link.Chain, posting);
        }

        if (posting.Actor.Length == 0)
        {
            yield break;
        }

        yield return (ByActor, posting.Actor, posting);
        yield return (ByActor, Pair(posting.Actor, posting.Action), posting);
    }

    private static string Pair(string actor, string action) => $"{actor}+{action}";
}
