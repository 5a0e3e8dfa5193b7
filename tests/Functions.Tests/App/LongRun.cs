namespace Marketplace.Functions.Tests.App;

/// <summary>Whether tests that can be long are: <c>MARKETPLACE_LONG_TESTS=1</c>.</summary>
internal static class LongRun
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("MARKETPLACE_LONG_TESTS") == "1";
}
