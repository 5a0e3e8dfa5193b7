using System.Globalization;
using System.Net;

namespace Marketplace.Outgoing;

/// <summary>
/// Which addresses that somebody typed in may be sent to: https, a port for it, a full name or a public IP address in its one usual
/// spelling. What a name leads to is for <see cref="GuardedConnection"/> to see, each time.
/// </summary>
/// <param name="Allowed">Hosts and ports, as <c>127.0.0.1:8080</c>, that may be sent to whatever they are, http included: for development.</param>
public sealed record TargetRules(IReadOnlySet<string> Allowed)
{
    /// <summary>Characters of the longest address.</summary>
    public const int MaxLength = 1_024;

    private const int MaxName = 253;
    private const int MaxLabel = 63;

    private static readonly int[] Ports = [443, 8443];
    private static readonly string[] LocalNames =
        ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid", "onion", "alt"];
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The address as it is sent to, its name in ASCII; or why it is not.</summary>
    public (Uri? Target, TargetRefusal? Refusal) Check(string text)
    {
        if (text.Length > MaxLength || text.Any(static c => c is <= ' ' or '\\' or '\u007f') || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return (null, TargetRefusal.Malformed);
        }

        if (uri.Scheme is not ("https" or "http"))
        {
            return (null, TargetRefusal.Scheme);
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            return (null, TargetRefusal.Fragment);
        }

        var authority = AuthorityOf(text);
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return (null, TargetRefusal.UserInfo);
        }

        if (IsAllowed(uri.Host, uri.Port))
        {
            return (uri, null);
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            return (null, TargetRefusal.Scheme);
        }

        if (HostOf(authority) is not { } host)
        {
            return (null, TargetRefusal.Host);
        }

        return Ports.Contains(uri.Port) ? (new UriBuilder(uri) { Host = host }.Uri, null) : (null, TargetRefusal.Port);
    }

    /// <summary>Whether a host and port are among those allowed whatever they are.</summary>
    public bool IsAllowed(string host, int port) => Allowed.Contains(string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"));

    /// <summary>As it was written: parsers turn <c>0x7f.1</c> and <c>2130706433</c> into 127.0.0.1 before anybody can look.</summary>
    private static string AuthorityOf(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var rest = text[(start + 3)..];
        return rest.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? rest[..end] : rest;
    }

    private static string? HostOf(string authority)
    {
        if (authority.StartsWith('['))
        {
            return Public6(authority[1..Math.Max(1, authority.IndexOf(']', StringComparison.Ordinal))]);
        }

        var host = authority.Split(':')[0];
        if (IPAddress.TryParse(host, out var address))
        {
            return address.ToString() == host && PublicAddress.IsPublic(address) ? host : null;
        }

        return Ascii(host) is { } name && IsFullName(name) ? name : null;
    }

    private static string? Public6(string host) =>
        !host.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(host, out var address) && PublicAddress.IsPublic(address) ? $"[{address}]" : null;

    private static string? Ascii(string host)
    {
        try
        {
            return Idn.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>At least two labels, of which the last is neither a number nor a name of local networks.</summary>
    private static bool IsFullName(string name)
    {
        var labels = name.Split('.');
        return name.Length <= MaxName && labels.Length > 1 && Array.TrueForAll(labels, IsLabel)
            && char.IsAsciiLetter(labels[^1][0]) && !LocalNames.Contains(labels[^1]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-'
            && label.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
