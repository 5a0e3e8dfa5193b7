namespace Marketplace.Hosting.App;

/// <summary>Settings of the hosting.</summary>
/// <param name="Port">Loopback port, 0 for any free one: the host's <c>FUNCTIONS_CUSTOMHANDLER_PORT</c>, else <c>Host:Port</c>.</param>
/// <param name="Region">Region code of this instance.</param>
/// <param name="Origins">Browser origins that may call the API (CORS).</param>
/// <param name="CursorKeys">Keys of the cursors; the first signs.</param>
/// <param name="MaxRequests">Requests this process runs at once.</param>
/// <param name="TimeLimit">Time limit of HTTP requests whose route has none of its own.</param>
/// <param name="AllowAnonymous">Whether callers without a token may use public routes.</param>
/// <param name="RateLimits">Whether rate limits apply; a load test switches them off.</param>
/// <param name="BehindFrontEnd">Whether a front end before the host adds the client's address to <c>X-Forwarded-For</c>.</param>
public sealed record HostingOptions(
    int Port, string Region, IReadOnlyList<string> Origins, IReadOnlyList<byte[]> CursorKeys, int MaxRequests, TimeSpan TimeLimit,
    bool AllowAnonymous, bool RateLimits, bool BehindFrontEnd = false)
{
    internal static HostingOptions From(Settings settings) => new(
        settings.Number("FUNCTIONS_CUSTOMHANDLER_PORT", 0, 65535, -1) is var given and >= 0 ? given : settings.Number("Host:Port", 0, 65535, 7070),
        settings.Text("Host:Region", "a region code of 2, 4, 6, 9 or 12 digits such as 44", "44", static code => code.Length is 2 or 4 or 6 or 9 or 12
            && code.All(char.IsAsciiDigit)),
        settings.List("Host:Origins", "origins such as https://example.gov.cn, separated by commas", IsOrigin),
        settings.Keys("Host:CursorKeys", 32),
        settings.Number("Host:MaxRequests", 1, 100_000, 512),
        settings.Seconds("Host:TimeLimitSeconds", 1, 200, 20),
        settings.Flag("Host:AllowAnonymous", true),
        settings.Flag("Host:RateLimits", true),
        settings.Flag("Host:BehindFrontEnd", false));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;
}
