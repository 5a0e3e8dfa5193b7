namespace Marketplace.LocalHost.Apps;

/// <summary>The host's rules on names and routes (contract §6).</summary>
internal static class FunctionRules
{
    private const int LongestName = 128;

    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    /// <summary>Checks a function against the rules and against those accepted before it.</summary>
    /// <exception cref="StartupException">A rule is broken.</exception>
    public static void Check(FunctionDefinition function, string prefix, IReadOnlyList<FunctionDefinition> accepted)
    {
        if (!IsName(function.Name))
        {
            throw new StartupException($"the name must be a letter followed by letters, digits, _ or -, {LongestName} at most, and not 'host'.");
        }

        if (accepted.Any(other => other.Name.Equals(function.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException("another function has this name but for upper and lower case.");
        }

        if (function.Trigger is HttpTriggerBinding http)
        {
            CheckRoute(http, prefix, accepted);
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static void CheckRoute(HttpTriggerBinding http, string prefix, IReadOnlyList<FunctionDefinition> accepted)
    {
        if (http.Route.StartsWith('/') && prefix.Length > 0)
        {
            throw new StartupException($"the route '{http.Route}' must not start with '/' while there is a route prefix.");
        }

        if (ReservedRoutes.Any(reserved => http.Route.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException($"the route '{http.Route}' starts with a word the host keeps for itself (admin, runtime).");
        }

        if (accepted.FirstOrDefault(other => other.Trigger is HttpTriggerBinding theirs && Collide(http, theirs)) is { } rival)
        {
            throw new StartupException($"the route '{http.Route}' is already taken by {rival.Name} for the same method.");
        }
    }

    private static bool Collide(HttpTriggerBinding one, HttpTriggerBinding other) =>
        one.Route.Equals(other.Route, StringComparison.OrdinalIgnoreCase)
        && (one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods).Any());
}
