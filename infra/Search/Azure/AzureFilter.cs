using System.Globalization;

namespace Marketplace.Search.Azure;

/// <summary>OData filters of the service.</summary>
internal static class AzureFilter
{
    private const string Nothing = $"{AzureFields.Key} eq ''";

    /// <summary>What every hit of a query has to pass.</summary>
    /// <param name="query">The query.</param>
    /// <param name="text">Its text.</param>
    /// <param name="except">The keyword field whose selections are left out, for that field's own counts; null to leave out none.</param>
    public static string Of(SearchQuery query, AzureQueryText text, string? except = null)
    {
        var conditions = Of(query.Filters.Where(filter => filter.Required || filter.Field != except)).Concat(text.Excluded.Select(Excluding));
        if (query.UpdatedSince is { } since)
        {
            conditions = conditions.Append($"{AzureFields.UpdatedAt} ge {Time(since)}");
        }

        return And(conditions);
    }

    /// <summary>What every document has to pass.</summary>
    public static IEnumerable<string> Of(IEnumerable<KeywordFilter> filters) => filters.Select(Of).Prepend($"{AzureFields.Gone} eq false");

    public static string And(IEnumerable<string> conditions) => string.Join(" and ", conditions);

    /// <summary>A text as an OData literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A moment as an OData literal, to the millisecond.</summary>
    public static string Time(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Of(KeywordFilter filter) => filter.AnyOf.Count == 0
        ? Nothing
        : $"{AzureFields.Keyword(filter.Field)}/any(v: {string.Join(" or ", filter.AnyOf.Select(value => $"v eq {Text(value)}"))})";

    private static string Excluding(string lucene) =>
        $"not search.ismatch({Text(lucene)}, '{string.Join(',', AzureFields.Texts)}', 'full', 'any')";
}
