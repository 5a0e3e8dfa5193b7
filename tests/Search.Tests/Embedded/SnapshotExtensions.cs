using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

internal static class SnapshotExtensions
{
    public static SearchAnswer Find(this Snapshot snapshot, SearchQuery query) => snapshot.Search(query, TestContext.Current.CancellationToken);

    public static SearchAnswer Find(this Snapshot snapshot, string text) => snapshot.Find(new SearchQuery { Text = text, Limit = 1000 });

    public static IEnumerable<string> IdsFor(this Snapshot snapshot, string text) => snapshot.Find(text).Hits.Select(hit => hit.Id);
}
