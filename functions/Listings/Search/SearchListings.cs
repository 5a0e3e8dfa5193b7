using Marketplace.Functions.Requests;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Search;

/// <summary>Answers <c>GET /api/listings</c> and <c>…/suggest</c> from the index alone; a search touches no storage.</summary>
internal sealed class SearchListings(ISearchIndex index, ListingFilters filters, ListingNames names)
{
    private const int LongestPrefix = 64;

    public static readonly QueryParameter<IReadOnlyList<string>> Facets = Query.List(
        "facets",
        "Fields whose values are counted over all hits; a field's own selection does not narrow its counts.",
        IndexFields.Kind, IndexFields.Region, IndexFields.Department, IndexFields.Theme, IndexFields.ReuseModel, IndexFields.Category);

    public static readonly QueryParameter<bool> Highlight = Query.Flag("highlight", "Whether hits say where they matched.");

    public static readonly QueryParameter<string> Typed = Query.RequiredText("q", "What has been typed so far, 1–64 characters.", LongestPrefix);

    public static readonly QueryParameter<int> SuggestLimit = Query.Number("limit", "Suggestions at most.", 1, 10, 10);

    public async Task<IResult> SearchAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        var asked = filters.ToQuery(query, context.Caller) with
        {
            Limit = query.Get(Paging.Limit),
            Continuation = query.Get(Paging.Cursor),
            Facets = query.Get(Facets),
            Highlight = query.Get(Highlight),
        };
        try
        {
            return new ListingPage(await index.SearchAsync(asked, cancellationToken), query, names, context.Language);
        }
        catch (FormatException) when (asked.Continuation is not null)
        {
            // Signed by this instance, but for the engine it had before.
            return new Problem(new Refusal(ProblemCodes.InvalidCursor, new FieldError(Paging.Cursor.Name, ProblemCodes.InvalidCursor)));
        }
    }

    public async Task<Resource<SuggestionList>> SuggestAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        List<KeywordFilter> visible = [ListingVisibility.FilterFor(context.Caller)];
        if (query.Get(ListingFilters.Kinds) is { Count: > 0 } kinds)
        {
            visible.Add(new KeywordFilter(IndexFields.Kind, [.. kinds.Select(CamelCase<Content.ListingKind>.Name)]));
        }

        var found = await index.SuggestAsync(new SuggestQuery(query.Get(Typed), query.Get(SuggestLimit), visible), cancellationToken);
        return ApiResults.Ok(new SuggestionList([.. found.Select(ToItem)]));
    }

    private static SuggestedText ToItem(Suggestion suggestion) => new(
        suggestion.Text,
        suggestion.Type,
        suggestion.Keywords.FirstOrDefault(field => field.Name == IndexFields.Kind)?.Values[0],
        suggestion.Type == "name" ? suggestion.DocumentId : null);
}

/// <summary>Completions of what was typed.</summary>
/// <param name="Items">Best first.</param>
public sealed record SuggestionList(IReadOnlyList<SuggestedText> Items);

/// <summary>One completion.</summary>
/// <param name="Text">What to show and search for.</param>
/// <param name="Type">name, vendor or theme.</param>
/// <param name="Kind">List of the one listing that has it.</param>
/// <param name="ListingId">That listing, when the text is its name.</param>
public sealed record SuggestedText(string Text, string Type, string? Kind = null, string? ListingId = null);
