using Marketplace.Hosting;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Values;

/// <summary>Pages of a list that is read whole. The cursor is the key of the last item shown, so that pages neither repeat nor lose what stays.</summary>
internal static class Sorted
{
    /// <param name="items">All items.</param>
    /// <param name="query">The request's limit and cursor.</param>
    /// <param name="keyOf">Sorts, and differs for each item; at most 1,024 bytes.</param>
    public static Page<T> PageOf<T>(IReadOnlyCollection<T> items, QueryValues query, Func<T, string> keyOf)
    {
        var (limit, after) = (query.Get(Paging.Limit), query.Get(Paging.Cursor));
        var rest = items.Select(item => (Key: keyOf(item), Item: item)).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0).Take(limit + 1).ToList();
        var next = rest.Count > limit ? query.NextCursor(rest[limit - 1].Key) : null;
        return new Page<T>([.. rest.Take(limit).Select(entry => entry.Item)], items.Count, next);
    }
}
