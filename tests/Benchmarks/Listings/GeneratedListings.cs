using Marketplace.Benchmarks.Search;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Search;

namespace Marketplace.Benchmarks.Listings;

/// <summary>
/// Whole listings around the texts of <see cref="GeneratedCorpus"/>: the three kinds in turn, the province's real regions, departments and themes, 3,000
/// vendors and the three reuse models, all drawn evenly.
/// </summary>
/// <param name="shortest">Fewest characters of a body.</param>
/// <param name="longest">Most characters of a body.</param>
internal sealed class GeneratedListings(int shortest, int longest)
{
    private const int Vendors = 3000;

    private static readonly ReferenceData Reference = ReferenceData.Load();
    private static readonly string[] Regions =
        [.. Reference.Regions.All.Select(region => region.Code).Where(code => code.StartsWith("44", StringComparison.Ordinal))];
    private static readonly string[] Themes = [.. Reference.Themes.Roots.SelectMany(root => root.Children ?? [root]).Select(theme => theme.Code)];

    private readonly GeneratedCorpus _corpus = new(seed: 7);

    /// <summary>The cities a search can be narrowed to.</summary>
    public static IReadOnlyList<string> Cities { get; } = [.. Regions.Where(code => code.Length == 4)];

    /// <summary>The themes a search can be narrowed to.</summary>
    public static IReadOnlyList<string> AllThemes => Themes;

    public int Next(int below) => _corpus.Next(below);

    /// <summary>Words as somebody would type them, frequent ones more often.</summary>
    public string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => _corpus.Word()));

    public Listing Listing(int number)
    {
        var text = _corpus.Listing(number, shortest + Next(longest - shortest + 1));
        return new Listing
        {
            Id = ListingId.Of(new Origin("benchmark", text.Id)),
            State = LifecycleState.Published,
            Version = 1,
            Revision = 1,
            Content = Content(number % 3, text) with
            {
                Name = text.Name,
                Summary = text.Summary,
                Tags = text.Tags,
                Themes = [.. Enumerable.Range(0, 1 + Next(3)).Select(_ => Pick(Themes)).Distinct()],
                Region = Pick(Regions),
                Department = Pick(Reference.Departments.All).Id,
            },
            Origin = new Origin("benchmark", text.Id),
            PublishedAt = text.PublishedAt,
            UpdatedAt = text.UpdatedAt,
        };
    }

    private ListingContent Content(int kind, SearchDocument text)
    {
        var vendor = Next(Vendors);
        return kind switch
        {
            0 => new CaseContent { Practices = text.Body },
            1 => new ProductContent
            {
                ServiceContent = text.Body,
                Vendor = $"91440101MA5{vendor:0000000}",
                VendorName = $"示例软件（{vendor}）有限公司",
                ReuseModel = (ReuseModel)Next(3)
            },
            _ => new CapabilityContent { Description = text.Body, Category = Next(2) == 0 ? "业务应用" : "公共支撑" },
        };
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
