using System.Diagnostics;

namespace Marketplace.Benchmarks.Search;

/// <summary>What one operation of many took.</summary>
/// <param name="P50">Median of single runs, milliseconds.</param>
/// <param name="P99">99th percentile of single runs, milliseconds.</param>
/// <param name="BestP50">Median over operations of the best of five runs: what the work itself takes on a busy machine.</param>
/// <param name="BestP99">99th percentile over operations of the best of five runs.</param>
/// <param name="Allocated">Bytes allocated by one.</param>
internal readonly record struct Percentiles(double P50, double P99, double BestP50, double BestP99, long Allocated)
{
    private const int Runs = 5;

    /// <summary>Runs each operation, all of them once beforehand, on the calling thread.</summary>
    public static Percentiles Of<T>(IReadOnlyList<T> operations, Action<T> run)
    {
        foreach (var operation in operations)
        {
            run(operation);
        }

        GC.Collect();
        var single = new long[operations.Count];
        var best = new long[operations.Count];
        Array.Fill(best, long.MaxValue);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs * single.Length; i++)
        {
            var at = i % single.Length;
            var start = Stopwatch.GetTimestamp();
            run(operations[at]);
            single[at] = Stopwatch.GetTimestamp() - start;
            best[at] = Math.Min(best[at], single[at]);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(single);
        Array.Sort(best);
        return new Percentiles(At(single, 50), At(single, 99), At(best, 50), At(best, 99), allocated / (Runs * single.Length));
    }

    private static double At(long[] sorted, int percentile) => sorted[sorted.Length * percentile / 100] * 1000.0 / Stopwatch.Frequency;
}
