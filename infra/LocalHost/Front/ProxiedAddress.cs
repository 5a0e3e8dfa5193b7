using System.Buffers;
using System.Text;
using Marketplace.LocalHost.Handler;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// The handler's address for a proxied request: the path as the host's server understood it, encoded anew (so <c>%2F</c> becomes <c>%252F</c>), the query untouched.
/// </summary>
internal static class ProxiedAddress
{
    private static readonly UriCreationOptions AsGiven = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    public static Uri Of(HandlerEndpoint endpoint, HttpRequest request) =>
        new($"http://{endpoint.Authority}{Encode(request.Path.Value ?? "/")}{request.QueryString.Value}", AsGiven);

    private static string Encode(string path)
    {
        if (!path.AsSpan().ContainsAnyExcept(Plain))
        {
            return path;
        }

        var encoded = new StringBuilder(path.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.IsAscii && Plain.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var unit in utf8[..rune.EncodeToUtf8(utf8)])
            {
                encoded.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
