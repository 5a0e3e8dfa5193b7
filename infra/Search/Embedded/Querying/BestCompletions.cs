namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// A completion that may be offered. The better one is the lower: prefix before inner match, then attention, then the shorter text, then by text and type.
/// </summary>
internal sealed record CompletionCandidate(bool Inner, double Attention, string Key, string Type, string Text) : IComparable<CompletionCandidate>
{
    public int CompareTo(CompletionCandidate? other) =>
        other is null ? -1
        : Inner.CompareTo(other.Inner) is not 0 and var byKind ? byKind
        : other.Attention.CompareTo(Attention) is not 0 and var byAttention ? byAttention
        : Key.Length.CompareTo(other.Key.Length) is not 0 and var byLength ? byLength
        : string.CompareOrdinal(Key, other.Key) is not 0 and var byKey ? byKey
        : string.CompareOrdinal(Type, other.Type) is not 0 and var byType ? byType
        : string.CompareOrdinal(Text, other.Text);
}

/// <summary>Keeps the best completions of one segment, each folded text and type once.</summary>
internal sealed class BestCompletions(int limit)
{
    private readonly List<CompletionCandidate> _candidates = new(limit + 1);

    public IReadOnlyList<CompletionCandidate> Candidates => _candidates;

    public void Offer(CompletionReader completions, int completion, bool inner, double attention)
    {
        var key = completions.Key(completion);
        if (_candidates.Count == limit && IsWorseThanLast(key, attention))
        {
            return;
        }

        var candidate = new CompletionCandidate(inner, attention, key.ToString(), completions.Type(completion), completions.Text(completion));
        var same = _candidates.FindIndex(other => other.Key == candidate.Key && other.Type == candidate.Type);
        if (same >= 0 && _candidates[same].CompareTo(candidate) <= 0)
        {
            return;
        }

        if (same >= 0)
        {
            _candidates.RemoveAt(same);
        }

        var place = _candidates.BinarySearch(candidate);
        _candidates.Insert(place < 0 ? ~place : place, candidate);
        if (_candidates.Count > limit)
        {
            _candidates.RemoveAt(limit);
        }
    }

    // Without building the texts that most completions are not kept for.
    private bool IsWorseThanLast(ReadOnlySpan<char> key, double attention)
    {
        var last = _candidates[^1];
        return attention < last.Attention || (attention == last.Attention && key.Length > last.Key.Length);
    }
}
