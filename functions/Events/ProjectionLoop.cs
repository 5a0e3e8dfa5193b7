namespace Marketplace.Functions.Events;

/// <summary>How projections go through the aggregates they are told of.</summary>
internal static class ProjectionLoop
{
    private const int AtOnce = 8;

    /// <summary>Several at once, each once.</summary>
    public static Task ForEachAsync(IEnumerable<string> aggregates, Func<string, CancellationToken, ValueTask> follow, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(aggregates.Distinct(StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, follow);
}
