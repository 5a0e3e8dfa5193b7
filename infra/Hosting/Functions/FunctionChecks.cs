namespace Marketplace.Hosting.Functions;

/// <summary>
/// Checks the host's requirements for functions (docs/host-contract.md §6). The host itself would skip an invalid function and run the others.
/// </summary>
internal static class FunctionChecks
{
    private const int MaxName = 128;
    private const int ScheduleFields = 6;

    public static IEnumerable<string> FaultsOf(IReadOnlyList<FunctionBinding> functions)
    {
        var segments = functions.OfType<HttpFunction>().Select(static http => http.Segment).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (!IsName(function.Name))
            {
                yield return $"The function name '{function.Name}' is not a letter followed by letters and digits, at most {MaxName}, other than 'host'.";
            }

            if (function is not HttpFunction && segments.Contains(function.Name))
            {
                yield return $"The function '{function.Name}' is named like the route 'api/{function.Name}'; a host without the prefix would let clients call it.";
            }

            if (FaultOf(function) is { } fault)
            {
                yield return fault;
            }
        }

        foreach (var same in functions.GroupBy(static function => function.Name, StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1))
        {
            yield return $"Two functions are named '{same.Key}'.";
        }

        foreach (var same in functions.OfType<HttpFunction>().GroupBy(static http => http.Segment, StringComparer.OrdinalIgnoreCase)
            .Where(static same => same.Count() > 1))
        {
            yield return $"Two functions have the route 'api/{same.Key}'.";
        }
    }

    private static string? FaultOf(FunctionBinding function) => function switch
    {
        HttpFunction { Segment: var segment } when !IsSegment(segment) =>
            $"The function '{function.Name}' has the segment '{segment}'; one path segment is needed that does not start with 'admin' or 'runtime', which are the host's own.",
        QueueFunction { Queue: var queue } when !IsQueue(queue) =>
            $"The function '{function.Name}' has the queue '{queue}'; 3–56 lower-case letters, digits and single hyphens are needed, so that '-poison' still fits.",
        TimerFunction { Schedule: var schedule } when schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != ScheduleFields =>
            $"The function '{function.Name}' has the schedule '{schedule}'; six fields are needed: second minute hour day month weekday.",
        _ => null,
    };

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
            && !name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && !segment.StartsWith("admin", StringComparison.Ordinal) && !segment.StartsWith("runtime", StringComparison.Ordinal);

    private static bool IsQueue(string queue) =>
        queue.Length is >= 3 and <= 56 && queue.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && queue[0] != '-' && queue[^1] != '-' && !queue.Contains("--", StringComparison.Ordinal);
}
