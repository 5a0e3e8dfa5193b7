using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Where the terms of a query are in each segment.</summary>
internal sealed class TermLookup
{
    private readonly Postings[] _postings;
    private readonly int _terms;

    public TermLookup(ReadOnlySpan<QueryTerm> terms, IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts)
    {
        _terms = terms.Length;
        _postings = new Postings[terms.Length * parts.Count];
        for (var part = 0; part < parts.Count; part++)
        {
            for (var term = 0; term < terms.Length; term++)
            {
                _postings[(part * terms.Length) + term] = parts[part].Segment.Find(terms[term].Key);
            }
        }
    }

    public ReadOnlySpan<Postings> InPart(int part) => _postings.AsSpan(part * _terms, _terms);

    public long DocumentFrequency(int term)
    {
        var count = 0L;
        for (var at = term; at < _postings.Length; at += _terms)
        {
            count += _postings[at].Count;
        }

        return count;
    }
}
