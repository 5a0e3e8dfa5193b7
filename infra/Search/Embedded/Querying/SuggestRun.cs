using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Finds completions: those that begin with what was typed, and if they are too few, those that contain it.</summary>
internal sealed class SuggestRun
{
    private const int MaxLimit = 100;
    private const int MaxTyped = 64;

    private readonly Snapshot _snapshot;
    private readonly ulong[][] _visible;
    private readonly List<CompletionCandidate> _found = [];

    private SuggestRun(Snapshot snapshot, IReadOnlyList<KeywordFilter> filters)
    {
        _snapshot = snapshot;
        _visible = [.. snapshot.Parts.Select(part => VisibleIn(part.Segment, part.Deletes, filters))];
    }

    public static IReadOnlyList<Suggestion> Execute(Snapshot snapshot, SuggestQuery query, CancellationToken cancellationToken)
    {
        var typed = NameOrder.Fold(query.Prefix.AsSpan(0, Math.Min(query.Prefix.Length, MaxTyped)));
        var limit = Math.Clamp(query.Limit, 0, MaxLimit);
        if (typed.Length == 0 || limit == 0)
        {
            return [];
        }

        var run = new SuggestRun(snapshot, query.Filters);
        run.FindAll(typed, limit, inner: false, cancellationToken);
        if (run._found.Count < limit)
        {
            run.FindAll(typed, limit, inner: true, cancellationToken);
        }

        return [.. run._found.Take(limit).Select(run.Describe)];
    }

    private static ulong[] VisibleIn(Segment segment, DeleteSet deletes, IReadOnlyList<KeywordFilter> filters)
    {
        var visible = new ulong[Bitset.WordsFor(segment.Count)];
        SegmentFilters.Live(visible, segment, deletes, updatedSince: null);
        var matching = new ulong[filters.Count == 0 ? 0 : visible.Length];
        foreach (var filter in filters)
        {
            SegmentFilters.Matching(matching, segment, filter);
            Bitset.And(visible, matching);
        }

        return visible;
    }

    // The best of all are among the best of each segment.
    private void FindAll(string typed, int limit, bool inner, CancellationToken cancellationToken)
    {
        for (var part = 0; part < _visible.Length; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var best = new BestCompletions(limit);
            if (inner)
            {
                FindInner(part, typed, best);
            }
            else
            {
                FindPrefixed(part, typed, best);
            }

            _found.AddRange(best.Candidates);
        }

        var distinct = _found.GroupBy(candidate => (candidate.Key, candidate.Type)).Select(same => same.Min()!).Order().ToList();
        _found.Clear();
        _found.AddRange(distinct);
    }

    private void FindPrefixed(int part, string typed, BestCompletions best)
    {
        var completions = new CompletionReader(_snapshot.Parts[part].Segment);
        for (var i = completions.LowerBound(typed); i < completions.Count && completions.Key(i).StartsWith(typed, StringComparison.Ordinal); i++)
        {
            Offer(part, completions, i, inner: false, best);
        }
    }

    private void FindInner(int part, string typed, BestCompletions best)
    {
        var completions = new CompletionReader(_snapshot.Parts[part].Segment);
        var keys = completions.Keys;
        for (var position = 0; position < keys.Length;)
        {
            var at = keys[position..].IndexOf(typed, StringComparison.Ordinal);
            if (at < 0)
            {
                return;
            }

            var completion = completions.At(position + at);
            if (!completions.Key(completion).StartsWith(typed, StringComparison.Ordinal))
            {
                Offer(part, completions, completion, inner: true, best);
            }

            position = completions.StartOf(completion) + completions.Key(completion).Length + 1;
        }
    }

    private void Offer(int part, CompletionReader completions, int completion, bool inner, BestCompletions best)
    {
        var attention = double.NegativeInfinity;
        var all = _snapshot.Parts[part].Segment.Image.Get<double>(Section.Attention);
        var visible = false;
        foreach (var ordinal in completions.Documents(completion))
        {
            if (!Bitset.Contains(_visible[part], ordinal))
            {
                continue;
            }

            visible = true;
            attention = Math.Max(attention, all[ordinal]);
        }

        if (visible)
        {
            best.Offer(completions, completion, inner, attention);
        }
    }

    private Suggestion Describe(CompletionCandidate candidate)
    {
        (int Part, int Ordinal)? carrier = null;
        for (var part = 0; part < _visible.Length; part++)
        {
            var completions = new CompletionReader(_snapshot.Parts[part].Segment);
            for (var i = completions.LowerBound(candidate.Key); i < completions.Count && completions.Key(i).SequenceEqual(candidate.Key); i++)
            {
                foreach (var ordinal in completions.Type(i) == candidate.Type ? completions.Documents(i) : [])
                {
                    if (!Bitset.Contains(_visible[part], ordinal) || carrier == (part, ordinal))
                    {
                        continue;
                    }

                    if (carrier is not null)
                    {
                        return new Suggestion(candidate.Text, candidate.Type, null, []);
                    }

                    carrier = (part, ordinal);
                }
            }
        }

        var (segment, only) = (_snapshot.Parts[carrier!.Value.Part].Segment, carrier.Value.Ordinal);
        return new Suggestion(candidate.Text, candidate.Type, segment.IdAt(only), segment.KeywordsAt(only));
    }
}
