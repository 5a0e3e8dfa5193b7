namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Runs a plan on one segment: finds the documents that match its text, then counts facets and collects hits among those that pass all filters.
/// </summary>
internal ref struct SegmentSearch
{
    private readonly SearchPlan _plan;
    private readonly QueryScratch _scratch;
    private readonly Segment _segment;
    private readonly int _part;
    private readonly Span<ulong> _allowed;

    public SegmentSearch(SearchPlan plan, QueryScratch scratch, Segment segment, DeleteSet deletes, int part)
    {
        (_plan, _scratch, _segment, _part) = (plan, scratch, segment, part);
        scratch.ReleaseBitsets();
        _allowed = scratch.TakeBitset(Bitset.WordsFor(segment.Count));
        SegmentFilters.Live(_allowed, segment, deletes, plan.UpdatedSince);
        foreach (var limit in plan.Limits)
        {
            Bitset.And(_allowed, Matching(limit));
        }

        foreach (var exclusion in plan.Query.Exclusions)
        {
            SegmentFilters.Exclude(_allowed, segment, scratch, exclusion);
        }

        if (plan.ExceptId is { } id && segment.TryFind(id, out var ordinal))
        {
            _allowed[ordinal >> 6] &= ~(1UL << ordinal);
        }
    }

    /// <summary>Finds the documents that match the text, whatever is selected.</summary>
    public readonly Matches MatchText(int level)
    {
        var query = _plan.Query;
        if (!query.HasText)
        {
            return Matches.Of(_allowed, isScored: false);
        }

        var postings = _plan.Lookup.InPart(_part);
        if (level == MatchLevel.All)
        {
            return RequiredMatch.Find(_plan, _segment, _scratch, _allowed, postings, includeWords: true);
        }

        if (query.HasPhrases)
        {
            return RequiredMatch.Find(_plan, _segment, _scratch, _allowed, postings, includeWords: false);
        }

        AnyMatcher.Accumulate(_segment, _scratch, query.Terms, postings, _plan.Scoring);
        DenseScan.KeepAtLeast(_allowed, _scratch.Accumulators, (uint)MatchLevel.Required(level, query) << AnyMatcher.CountShift);
        return Matches.Of(_allowed, isScored: true);
    }

    /// <summary>Counts the facets, each without the selection in its own field, and answers the matches that pass every selection.</summary>
    public readonly Matches CountAndSelect(Matches matches)
    {
        var selections = _plan.Selections;
        if (selections.Length > 0 && matches.Count > 0)
        {
            for (var i = 0; i < selections.Length; i++)
            {
                CountWithout(i, matches);
            }

            matches = matches.IsList ? SelectList(matches) : Matches.Of(SelectSet(matches.Set, except: -1), matches.IsScored);
        }

        foreach (var facet in _plan.Facets)
        {
            if (!Array.Exists(selections, selection => selection.Field == facet.Field))
            {
                Count(facet, matches);
            }
        }

        return matches;
    }

    private readonly void CountWithout(int selection, Matches matches)
    {
        foreach (var facet in _plan.Facets)
        {
            if (facet.Field != _plan.Selections[selection].Field)
            {
                continue;
            }

            if (!matches.IsList)
            {
                Count(facet, Matches.Of(SelectSet(matches.Set, selection), isScored: false));
                continue;
            }

            var others = AllOf(selection);
            var count = 0;
            foreach (var ordinal in _scratch.Ordinals.AsSpan(0, matches.Count))
            {
                _scratch.MoreOrdinals[count] = ordinal;
                count += others.IsEmpty || Bitset.Contains(others, ordinal) ? 1 : 0;
            }

            facet.Count(_segment, _part, _scratch.MoreOrdinals.AsSpan(0, count), _scratch);
        }
    }

    private readonly void Count(FacetCounter facet, Matches matches)
    {
        if (matches.IsList)
        {
            facet.Count(_segment, _part, _scratch.Ordinals.AsSpan(0, matches.Count), _scratch);
        }
        else
        {
            facet.Count(_segment, _part, matches.Set, matches.Count, _scratch);
        }
    }

    private readonly Matches SelectList(Matches matches)
    {
        var selected = AllOf(except: -1);
        var kept = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var ordinal = _scratch.Ordinals[i];
            _scratch.Ordinals[kept] = ordinal;
            _scratch.Scores[kept] = _scratch.Scores[i];
            kept += Bitset.Contains(selected, ordinal) ? 1 : 0;
        }

        return Matches.List(kept);
    }

    private readonly Span<ulong> SelectSet(ReadOnlySpan<ulong> matches, int except)
    {
        var selected = _scratch.TakeBitset(matches.Length);
        matches.CopyTo(selected);
        var others = AllOf(except);
        if (!others.IsEmpty)
        {
            Bitset.And(selected, others);
        }

        return selected;
    }

    // The documents that pass all selections but one; empty if there is no other.
    private readonly Span<ulong> AllOf(int except)
    {
        Span<ulong> all = default;
        for (var i = 0; i < _plan.Selections.Length; i++)
        {
            if (i == except)
            {
                continue;
            }

            foreach (var filter in _plan.Selections[i].Filters)
            {
                var matching = Matching(filter);
                if (all.IsEmpty)
                {
                    all = matching;
                }
                else
                {
                    Bitset.And(all, matching);
                }
            }
        }

        return all;
    }

    private readonly Span<ulong> Matching(KeywordFilter filter)
    {
        var set = _scratch.TakeBitset(Bitset.WordsFor(_segment.Count));
        SegmentFilters.Matching(set, _segment, filter);
        return set;
    }
}
