using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>What somebody wants to become of an entry.</summary>
/// <param name="Change">The change; null if the entry exists no more.</param>
/// <param name="Current">Whether it was read while nobody else could write.</param>
internal readonly record struct ProposedChange(IndexChange? Change, bool Current)
{
    /// <summary>Of two proposals for one entry the one that counts.</summary>
    public static ProposedChange Stronger(ProposedChange one, ProposedChange other)
    {
        if (one.Current || other.Current)
        {
            return one.Current ? one : other;
        }

        return new(ChangeRules.Later(one.Change!, other.Change!), false);
    }
}

/// <summary>Applies changes to a state: decides on each, then makes at most one new segment and one delete set for each old segment.</summary>
internal static class ChangeSet
{
    /// <summary>Applies changes.</summary>
    /// <param name="state">The state to begin with.</param>
    /// <param name="proposed">One proposal for each id.</param>
    /// <param name="now">When the commit takes place.</param>
    /// <param name="applied">The ids for which something changed.</param>
    /// <returns>What to commit; null if nothing changed.</returns>
    /// <exception cref="ArgumentException">A document breaks a limit.</exception>
    public static Edition? Apply(IndexState state, IReadOnlyDictionary<string, ProposedChange> proposed, DateTimeOffset now, out IReadOnlySet<string> applied)
    {
        var edition = Edition.After(state);
        var decisions = proposed.Select(proposal => Decide(proposal.Key, proposal.Value, edition))
            .Where(decision => decision.Effect != ChangeEffect.Nothing).ToList();
        applied = decisions.Select(decision => decision.Id).ToHashSet(StringComparer.Ordinal);
        if (decisions.Count == 0)
        {
            return null;
        }

        Index(edition.Draft, decisions);
        edition.Draft.Tidy(MergePolicy.Inline);
        var deletions = decisions.Where(decision => decision.Effect != ChangeEffect.Index).Select(decision => decision.ToLog(now)).ToList();
        var changes = state.Manifest.Rebuild is null ? [] : decisions.Select(decision => decision.ToLog(now)).ToList();
        return edition with { Deletions = edition.Deletions.Add(deletions), Changes = edition.Changes.Add(changes) };
    }

    /// <summary>Brings a rebuild's segments up to date with what was read.</summary>
    public static void Reconcile(Draft draft, IReadOnlyDictionary<string, IndexChange?> current)
    {
        var decisions = current.Select(entry => new Decision(entry.Key, entry.Value, ChangeRules.ForCurrent(entry.Value, draft.Version(entry.Key), null), null))
            .Where(decision => decision.Effect is ChangeEffect.Index or ChangeEffect.Remove)
            .ToList();
        Index(draft, decisions);
    }

    private static Decision Decide(string id, ProposedChange proposal, Edition edition)
    {
        var indexed = edition.Draft.Version(id);
        var deleted = edition.Deletions.Version(id);
        var effect = proposal.Current ? ChangeRules.ForCurrent(proposal.Change, indexed, deleted) : ChangeRules.ForReported(proposal.Change!, indexed, deleted);
        return new(id, proposal.Change, effect, indexed);
    }

    private static void Index(Draft draft, IReadOnlyList<Decision> decisions)
    {
        draft.Remove(decisions.Select(decision => decision.Id));
        foreach (var documents in decisions.Where(decision => decision.Effect == ChangeEffect.Index)
            .Select(decision => ((Upsert)decision.Change!).Document)
            .Chunk(Segment.MaxDocuments))
        {
            draft.Add(documents);
        }
    }

    private sealed record Decision(string Id, IndexChange? Change, ChangeEffect Effect, long? Indexed)
    {
        public IdLogEntry ToLog(DateTimeOffset now) => new(Id, Math.Max(Change?.Version ?? long.MinValue, Indexed ?? long.MinValue), now);
    }
}
