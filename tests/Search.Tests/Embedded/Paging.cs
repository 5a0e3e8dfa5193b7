using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

internal static class Paging
{
    /// <summary>All hits, page after page; each page asks the snapshot of its number.</summary>
    public static IEnumerable<SearchHit> All(SearchQuery query, Func<int, Snapshot> snapshotOf)
    {
        for (var page = 0; page < 10_000; page++)
        {
            var answer = snapshotOf(page).Find(query);
            foreach (var hit in answer.Hits)
            {
                yield return hit;
            }

            if (answer.Continuation is null)
            {
                yield break;
            }

            query = query with { Continuation = answer.Continuation };
        }

        Assert.Fail("Paging does not end.");
    }
}
