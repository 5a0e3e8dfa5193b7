using Marketplace.Benchmarks.Listings;
using Marketplace.Search;

namespace Marketplace.Benchmarks.Http;

/// <summary>
/// Searches as a marketplace gets them, each answering 20 entries: 70 of 100 have one to three words and a city, 20 the same with five facets over every hit,
/// 10 browse one kind and theme by date with facets. Words are such that some entry has all of them.
/// </summary>
internal static class SearchMix
{
    private const string Facets = "&facets=kind,region,theme,department,reuseModel";

    public static async Task<IReadOnlyList<string>> DrawAsync(GeneratedListings listings, ISearchIndex index, int count)
    {
        var paths = new List<string>(count);
        while (paths.Count < count)
        {
            var share = paths.Count % 100;
            paths.Add(share < 70 ? await WordsAsync(listings, index) : share < 90 ? await WordsAsync(listings, index) + Facets : Browse(listings) + Facets);
        }

        return paths;
    }

    private static async Task<string> WordsAsync(GeneratedListings listings, ISearchIndex index)
    {
        while (true)
        {
            var words = listings.Words(1 + listings.Next(3));
            if (await index.SearchAsync(new SearchQuery { Text = words, Limit = 0 }, default) is { Relaxed: false, Total: > 0 })
            {
                return $"/api/listings?q={Uri.EscapeDataString(words)}&region={Pick(listings, GeneratedListings.Cities)}";
            }
        }
    }

    private static string Browse(GeneratedListings listings) =>
        $"/api/listings?kind={Pick(listings, ["case", "product", "capability"])}&theme={Pick(listings, GeneratedListings.AllThemes)}";

    private static string Pick(GeneratedListings listings, IReadOnlyList<string> choices) => choices[listings.Next(choices.Count)];
}
