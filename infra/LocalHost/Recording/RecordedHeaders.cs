using System.Net.Http.Headers;

namespace Marketplace.LocalHost.Recording;

/// <summary>Headers and paths for the record: what signs somebody in is named, never written down.</summary>
internal static class RecordedHeaders
{
    private const string Hidden = "(hidden)";

    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "x-functions-key", "x-ms-client-principal",
    };

    public static Dictionary<string, string> Of(HttpHeaders headers, HttpContentHeaders? content)
    {
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in headers.NonValidated.Concat(content is null ? [] : content.NonValidated))
        {
            shown[name] = Secret.Contains(name) ? Hidden : values.ToString();
        }

        return shown;
    }

    /// <summary>Path and query without the function key that may stand in <c>code</c>.</summary>
    public static string Path(Uri address)
    {
        var whole = address.PathAndQuery;
        var query = whole.IndexOf('?', StringComparison.Ordinal);
        if (query < 0 || whole.IndexOf("code=", query, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return whole;
        }

        var parameters = whole[(query + 1)..].Split('&')
            .Select(parameter => parameter.StartsWith("code=", StringComparison.OrdinalIgnoreCase) ? "code=" + Hidden : parameter);
        return whole[..(query + 1)] + string.Join('&', parameters);
    }
}
