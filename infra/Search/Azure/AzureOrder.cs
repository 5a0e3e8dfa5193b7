using System.Globalization;
using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>The orders of hits, and where a page goes on after a hit.</summary>
internal static class AzureOrder
{
    /// <summary>How the service has to sort.</summary>
    public static IReadOnlyList<string> By(SearchSort sort) => sort switch
    {
        SearchSort.Attention => [$"{AzureFields.Attention} desc", AzureFields.Tie],
        SearchSort.Newest => [$"{AzureFields.PublishedAt} desc", AzureFields.Tie],
        SearchSort.Name => [AzureFields.NameOrder, AzureFields.Tie],
        _ => ["search.score() desc", AzureFields.Tie],
    };

    /// <summary>Where the page that ends with a hit ended, as an OData literal of the field sorted by.</summary>
    public static string PositionOf(AzureDocument last, SearchSort sort) => sort switch
    {
        SearchSort.Attention => last.GetDouble(AzureFields.Attention)?.ToString("R", CultureInfo.InvariantCulture) ?? "0",
        SearchSort.Newest => AzureFilter.Time(last.GetDateTimeOffset(AzureFields.PublishedAt) ?? default),
        _ => AzureFilter.Text(last.GetString(AzureFields.NameOrder)),
    };

    /// <summary>The filter for hits after a position.</summary>
    public static string After(SearchSort sort, string position, string tie) => sort switch
    {
        SearchSort.Attention => After(AzureFields.Attention, "lt", position, tie),
        SearchSort.Newest => After(AzureFields.PublishedAt, "lt", position, tie),
        _ => After(AzureFields.NameOrder, "gt", position, tie),
    };

    private static string After(string field, string comparison, string position, string tie) =>
        $"({field} {comparison} {position} or ({field} eq {position} and {AzureFields.Tie} gt {AzureFilter.Text(tie)}))";
}
