using System.Text.RegularExpressions;

namespace Marketplace.TestKit;

/// <summary>Looks for what must never stand in a log: tokens, keys, signatures, contacts.</summary>
public static partial class SecretScan
{
    private static readonly (string Kind, Regex Pattern)[] Patterns =
    [
        ("token", Token()), ("account key", AccountKey()), ("shared access signature", Signature()), ("authorization header", Authorization()),
        ("private key", PrivateKey()), ("mobile number", MobileNumber()), ("mail address", MailAddress()),
    ];

    /// <summary>What was found, by kind, line number and first characters; empty when the text is clean.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="known">Values that this run used and that must not appear whatever they look like.</param>
    public static IReadOnlyList<string> Find(IEnumerable<string> lines, params IReadOnlyCollection<string> known) =>
        [.. lines.SelectMany((line, index) => Find(line, known).Select(found => $"{found} in line {index + 1}"))];

    private static IEnumerable<string> Find(string line, IReadOnlyCollection<string> known) => Patterns
        .SelectMany(one => one.Pattern.Matches(line).Select(match => $"{one.Kind} {Start(match.Value)}"))
        .Concat(known.Where(value => line.Contains(value, StringComparison.OrdinalIgnoreCase)).Select(value => $"known value {Start(value)}"));

    private static string Start(string value) => value.Length <= 8 ? value : value[..8] + "…";

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")]
    private static partial Regex Token();

    [GeneratedRegex("AccountKey=[A-Za-z0-9+/]{16,}")]
    private static partial Regex AccountKey();

    // Before it stands "&", or what JSON or another URL makes of that.
    [GeneratedRegex("(?<![A-Za-z])sig(=|%3D)[A-Za-z0-9%+/]{16,}", RegexOptions.IgnoreCase)]
    private static partial Regex Signature();

    [GeneratedRegex(@"\b(Bearer|SharedKey(Lite)?) [A-Za-z0-9._:+/=-]{8,}")]
    private static partial Regex Authorization();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<![0-9A-Za-z.-])1[3-9][0-9]{9}(?![0-9A-Za-z])")]
    private static partial Regex MobileNumber();

    [GeneratedRegex(@"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}")]
    private static partial Regex MailAddress();
}
