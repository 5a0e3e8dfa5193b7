using Marketplace.Search;
using Marketplace.Search.Embedded;

namespace Marketplace.Benchmarks.Search;

/// <summary>Queries as people would type them into the generated corpus.</summary>
internal sealed class GeneratedQueries(GeneratedCorpus corpus)
{
    /// <summary>One to three words that some listing has all of, within one of the cities.</summary>
    public IEnumerable<SearchQuery> AllWords(EmbeddedIndex index, int count)
    {
        for (var i = 0; i < count;)
        {
            var query = new SearchQuery { Text = Words(1 + corpus.Next(3)) };
            var answer = index.Current.Search(query);
            if (answer.Relaxed || answer.Total == 0)
            {
                continue;
            }

            i++;
            yield return query with { Filters = [new("region", [$"44{1 + corpus.Next(21):00}"])] };
        }
    }

    /// <summary>Three to five words of the vocabulary that no listing has all of.</summary>
    public IEnumerable<SearchQuery> AnyWords(EmbeddedIndex index, int count)
    {
        for (var i = 0; i < count;)
        {
            var query = new SearchQuery { Text = Words(3 + corpus.Next(3)) };
            if (!index.Current.Search(query).Relaxed)
            {
                continue;
            }

            i++;
            yield return query;
        }
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => corpus.Word()));
}
