using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Finds the documents of a segment that have all phrases of a query, and all words if they are required; what else they have of it adds to their scores.
/// </summary>
internal static class RequiredMatch
{
    public static Matches Find(
        SearchPlan plan, Segment segment, QueryScratch scratch, ReadOnlySpan<ulong> allowed, ReadOnlySpan<Postings> postings, bool includeWords)
    {
        var terms = plan.Query.Terms;
        Span<int> required = stackalloc int[2 * QueryParser.MaxTerms];
        Span<int> counts = stackalloc int[2 * QueryParser.MaxTerms];
        var requiredCount = 0;
        for (var term = 0; term < terms.Length; term++)
        {
            if (terms[term].Role == TermRole.Phrase || (includeWords && terms[term].Role == TermRole.Word))
            {
                counts[requiredCount] = postings[term].Count;
                required[requiredCount++] = term;
            }
        }

        counts[..requiredCount].Sort(required[..requiredCount]);
        var matcher = new AllMatcher(segment, scratch, allowed, plan.Scoring);
        matcher.Match(postings, required[..requiredCount]);
        foreach (var phrase in plan.Query.Phrases)
        {
            if (!phrase.IsProvenByTerms)
            {
                matcher.KeepPhrase(phrase);
            }
        }

        for (var term = 0; term < terms.Length; term++)
        {
            if (terms[term].Role is TermRole.Neighbours or TermRole.Name || (!includeWords && terms[term].Role == TermRole.Word))
            {
                matcher.Boost(postings[term], term, constant: terms[term].Role == TermRole.Name);
            }
        }

        return Matches.List(matcher.Count);
    }
}
