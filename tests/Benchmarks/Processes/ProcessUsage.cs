using System.Globalization;

namespace Marketplace.Benchmarks.Processes;

/// <summary>What a process has used so far, as Linux tells it.</summary>
/// <param name="Cpu">Processor time, of all its threads, in user and in kernel mode. Unlike the clock it hardly depends on what else the machine does.</param>
/// <param name="Resident">Bytes of memory it holds (VmRSS).</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long Resident)
{
    private const int TicksPerSecond = 100;

    public static ProcessUsage Of(int processId)
    {
        // proc(5): the fields after the name in parentheses, of which utime and stime are the 12th and 13th.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var resident = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new ProcessUsage(TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / (double)TicksPerSecond), Number(resident) * 1024);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
