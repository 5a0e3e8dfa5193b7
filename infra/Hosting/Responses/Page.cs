using Marketplace.Hosting.Queries;

namespace Marketplace.Hosting.Responses;

/// <summary>One page of a list.</summary>
public interface IPage
{
    /// <summary>The cursor of the next page, from <see cref="QueryValues.NextCursor"/>; null on the last.</summary>
    string? NextCursor { get; }
}

/// <summary>A page that contains nothing but its items.</summary>
/// <typeparam name="T">Wire type of an item.</typeparam>
/// <param name="Items">The page's items.</param>
/// <param name="Total">Number of items on all pages.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, string? NextCursor) : IPage;
