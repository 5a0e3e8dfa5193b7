using System.Globalization;

namespace Marketplace.LocalHost.Apps;

/// <summary>Reads a <c>retry</c> section of host.json or function.json (contract §10).</summary>
internal static class RetryPolicyReader
{
    /// <exception cref="StartupException">The section names no known strategy, or lacks a value that the strategy needs.</exception>
    public static RetryPolicy? Read(IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return null;
        }

        var count = int.TryParse(section["maxRetryCount"], CultureInfo.InvariantCulture, out var number) && number >= -1
            ? number
            : throw new StartupException("retry.maxRetryCount must be a whole number, or -1 for no end.");
        return section["strategy"]?.ToUpperInvariant() switch
        {
            "FIXEDDELAY" => new RetryPolicy(count, Span(section, "delayInterval"), Span(section, "delayInterval")),
            "EXPONENTIALBACKOFF" => new RetryPolicy(count, Span(section, "minimumInterval"), Span(section, "maximumInterval")),
            _ => throw new StartupException("retry.strategy must be fixedDelay or exponentialBackoff."),
        };
    }

    private static TimeSpan Span(IConfigurationSection section, string key) =>
        TimeSpan.TryParse(section[key], CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
            ? span
            : throw new StartupException($"retry.{key} must be a time such as 00:00:05.");
}
