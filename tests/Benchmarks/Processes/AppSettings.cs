namespace Marketplace.Benchmarks.Processes;

/// <summary>The settings an app needs besides those that say where things are.</summary>
internal static class AppSettings
{
    public static IReadOnlyList<(string Name, string Value)> All { get; } =
    [
        ("Host:CursorKeys", Convert.ToBase64String(new byte[32])),
        ("Host:RateLimits", "false"),
        ("Marketplace:MostDrafts", "1000000"),
        ("Marketplace:PseudonymKey", Convert.ToBase64String(new byte[32])),
    ];

    /// <summary>The same as names of environment variables.</summary>
    public static IEnumerable<(string Name, string Value)> Variables =>
        All.Select(setting => (setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value));
}
