using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Queries;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Search;

/// <summary>The filters that search and export share, as query parameters and as questions to the index.</summary>
internal sealed class ListingFilters(ReferenceData reference)
{
    public static readonly QueryParameter<string?> Text = Query.Text(
        "q", "Words to look for, all required; \"phrase\", -word. When nothing has all of them the answer is relaxed to any and says so.", maxLength: 500);

    public static readonly QueryParameter<IReadOnlyList<ListingKind>> Kinds = Query.Enums<ListingKind>("kind", "Lists to search.");

    public static readonly QueryParameter<IReadOnlyList<ReuseModel>> ReuseModels = Query.Enums<ReuseModel>("reuseModel", "Reuse models of products.");

    public static readonly QueryParameter<DateTimeOffset?> UpdatedSince = Query.Instant("updatedSince", "Only listings changed at this instant or later.");

    public static readonly QueryParameter<IReadOnlyList<string>> Categories = Query.Many("category", "Categories of capabilities, such as 业务应用.");

    public static readonly QueryParameter<SearchSort?> Sort = Query.Enum<SearchSort>(
        "sort", "Order; relevance when there is a q, newest otherwise. Equal listings follow a hash of their ids.");

    public readonly QueryParameter<IReadOnlyList<string>> Regions = Query.Many(
        "region", "Region codes (GB/T 2260); each includes everything below it.", reference.Regions.Contains);

    public readonly QueryParameter<IReadOnlyList<string>> Departments = Query.Many(
        "department", "Department ids.", id => reference.Departments.Find(id)?.Id == id);

    public readonly QueryParameter<IReadOnlyList<string>> Themes = Query.Many(
        "theme", "Theme codes; each includes the themes below it.", reference.Themes.Contains);

    public readonly QueryParameter<IReadOnlyList<string>> Vendors = Query.Many(
        "vendor", "Vendors by unified social credit code.", code => CreditCode.TryNormalize(code, out _));

    public IReadOnlyList<QueryParameter> Parameters =>
        [Text, Kinds, Regions, Departments, Themes, ReuseModels, Vendors, Categories, UpdatedSince, Sort];

    /// <summary>The question to the index, for what <paramref name="caller"/> may see.</summary>
    public SearchQuery ToQuery(QueryValues query, Caller caller)
    {
        var text = query.Get(Text);
        return new SearchQuery
        {
            Text = text,
            Filters = [ListingVisibility.FilterFor(caller), .. Selections(query)],
            UpdatedSince = query.Get(UpdatedSince),
            Sort = query.Get(Sort) ?? (text is null ? SearchSort.Newest : SearchSort.Relevance),
        };
    }

    private IEnumerable<KeywordFilter> Selections(QueryValues query)
    {
        (string Field, IReadOnlyList<string> Values)[] selections =
        [
            (IndexFields.Kind, [.. query.Get(Kinds).Select(CamelCase<ListingKind>.Name)]),
            (IndexFields.Region, query.Get(Regions)),
            (IndexFields.Department, query.Get(Departments)),
            (IndexFields.Theme, query.Get(Themes)),
            (IndexFields.ReuseModel, [.. query.Get(ReuseModels).Select(CamelCase<ReuseModel>.Name)]),
            (IndexFields.Vendor, [.. query.Get(Vendors).Select(code => CreditCode.TryNormalize(code, out var vendor) ? vendor.Value : code)]),
            (IndexFields.Category, query.Get(Categories)),
        ];
        return selections.Where(selection => selection.Values.Count > 0).Select(selection => new KeywordFilter(selection.Field, selection.Values));
    }
}
