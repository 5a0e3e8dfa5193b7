using System.Diagnostics;

namespace Marketplace.Benchmarks.Search;

/// <summary>Times single operations, one after another on one thread.</summary>
internal static class Percentiles
{
    /// <summary>Runs each operation, all of them once beforehand, and answers the 50th and 99th percentile in milliseconds and the allocation of one in bytes.</summary>
    public static (double P50, double P99, long Allocated) Of<T>(IReadOnlyList<T> operations, Action<T> run)
    {
        foreach (var operation in operations)
            run(operation);
        GC.Collect();
        var times = new long[operations.Count];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run(operations[i]);
            times[i] = Stopwatch.GetTimestamp() - start;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        return (Milliseconds(times[times.Length / 2]), Milliseconds(times[times.Length * 99 / 100]), allocated / times.Length);
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
