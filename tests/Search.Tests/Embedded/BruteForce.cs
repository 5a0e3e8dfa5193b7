using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>What a searcher of ten lines would answer: it looks at every document and knows no index.</summary>
internal sealed class BruteForce(IReadOnlyList<SearchDocument> documents)
{
    public IEnumerable<SearchDocument> Matching(string query, IEnumerable<KeywordFilter> filters, DateTimeOffset? since = null, int? atLeast = null) =>
        documents.Where(document =>
        MatchesText(document, query, atLeast)
        && filters.All(filter => ValuesOf(document, filter.Field).Any(filter.AnyOf.Contains))
        && (since is null || document.UpdatedAt >= since));

    public static IEnumerable<string> ValuesOf(SearchDocument document, string field) =>
        document.Keywords.Where(keyword => keyword.Name == field).SelectMany(keyword => keyword.Values).Distinct();

    public static IEnumerable<string> Terms(string text)
    {
        var units = Regex.Matches(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), @"[一-鿿]|[a-z0-9]+");
        for (var i = 0; i < units.Count; i++)
        {
            yield return units[i].Value;
            if (i > 0 && units[i - 1].Index + units[i - 1].Length == units[i].Index)
            {
                yield return units[i - 1].Value + "+" + units[i].Value;
            }
        }
    }

    // Of a word the pairs are required; a character alone only where it is the whole word.
    public static string[] RequiredTerms(string word) => Regex.Matches(word.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), "[一-鿿]+|[a-z0-9]+")
        .SelectMany(run => run.Length == 1 || run.Value[0] < 128
            ? [run.Value]
            : Enumerable.Range(1, run.Length - 1).Select(i => $"{run.Value[i - 1]}+{run.Value[i]}")).ToArray();

    private static bool MatchesText(SearchDocument document, string query, int? atLeast)
    {
        var terms = new[] { document.Name, document.Summary, document.Body }.Concat(document.Tags).SelectMany(Terms).ToHashSet();
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var required = words.Where(word => word[0] != '-').SelectMany(RequiredTerms).Distinct().ToArray();
        return required.Count(terms.Contains) >= Math.Min(required.Length, atLeast ?? int.MaxValue)
            && !words.Where(word => word[0] == '-').Select(word => RequiredTerms(word[1..]))
                .Any(excluded => excluded.Length > 0 && excluded.All(terms.Contains));
    }
}
