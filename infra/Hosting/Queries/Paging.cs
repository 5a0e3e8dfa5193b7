namespace Marketplace.Hosting.Queries;

/// <summary>The parameters of every paged list.</summary>
public static class Paging
{
    /// <summary>Items on a page: 1–100, 20 when absent.</summary>
    public static QueryParameter<int> Limit { get; } = new PageSize("limit", "Items on a page.", 1, 100, 20);

    /// <summary>Where the page starts: the continuation that <see cref="QueryValues.NextCursor"/> signed, already verified; null for the first page.</summary>
    public static QueryParameter<string?> Cursor { get; } = new PageStart();

    private sealed class PageSize(string name, string summary, int min, int max, int fallback) : QueryParameter<int>(
        name, summary, Query.Number(name, summary, min, max, fallback).Shape, (values, errors) =>
            (int)Query.Number(name, summary, min, max, fallback).Read(values, errors)!)
    {
        internal override bool IsFilter => false;
    }

    private sealed class PageStart() : QueryParameter<string?>(
        "cursor", "The nextCursor of the previous page.", new("string") { Max = CursorCodec.MaxLength }, static (values, _) =>
            values is [var value] ? value : null)
    {
        internal override bool IsFilter => false;
    }
}
