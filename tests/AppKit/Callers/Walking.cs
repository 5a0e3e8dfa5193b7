namespace Marketplace.AppKit.Callers;

public static class Walking
{
    /// <summary>Every id of a list, page by page to the end.</summary>
    public static async Task<IReadOnlyList<string>> WalkAsync(this Session session, string path, int limit)
    {
        var ids = new List<string>();
        var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var page = (await session.GetAsync($"{path}{joint}limit={limit}")).Expect(200);
        while (true)
        {
            ids.AddRange(page.Ids);
            if (!page.Json.TryGetProperty("nextCursor", out var cursor))
            {
                Assert.Null(page.Header("Link"));
                Assert.Equal(page.Total, ids.Count);
                return ids;
            }

            Assert.Equal(limit, page.Ids.Count);
            var next = $"{path}{joint}limit={limit}&cursor={cursor.GetString()}";
            Assert.Contains($"cursor={cursor.GetString()}", page.Header("Link"), StringComparison.Ordinal);
            page = (await session.GetAsync(next)).Expect(200);
        }
    }
}
