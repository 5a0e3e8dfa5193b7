using System.Collections.Immutable;
using Marketplace.Identity.Tokens;

namespace Marketplace.Identity.Configuration;

/// <summary>What makes options of issuers acceptable.</summary>
internal static class IssuerRules
{
    /// <summary>One line a mistake: the setting, what is wrong with it, and what would be accepted.</summary>
    public static IEnumerable<string> Mistakes(ImmutableArray<IssuerOptions> issuers)
    {
        if (issuers.IsDefault)
        {
            return ["issuers: is null; give a list, which may be empty."];
        }

        return issuers.SelectMany((issuer, index) => Mistakes(issuer, $"issuers[{index}]")).Concat(Repeated(issuers));
    }

    private static IEnumerable<string> Repeated(ImmutableArray<IssuerOptions> issuers) => issuers
        .GroupBy(static issuer => issuer.Issuer, StringComparer.Ordinal)
        .Where(static same => same.Count() > 1)
        .Select(static same => $"issuers: '{same.Key}' is listed more than once; give each issuer one entry.");

    private static IEnumerable<string> Mistakes(IssuerOptions issuer, string at)
    {
        if (!TrustedAddress.TryParse(issuer.Issuer, out var address) || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            yield return $"{at}.issuer: is not an https address (http on loopback only) without query; "
                + "give the exact 'iss' of its tokens, such as \"https://login.example.gov.cn/realms/gov\".";
        }

        if (string.IsNullOrWhiteSpace(issuer.Audience))
        {
            yield return $"{at}.audience: is missing; give the 'aud' of tokens meant for this instance, such as \"marketplace\".";
        }

        if (issuer.Algorithms.IsDefaultOrEmpty || !issuer.Algorithms.All(SignatureAlgorithms.IsAccepted))
        {
            yield return $"{at}.algorithms: give one or more of {SignatureAlgorithms.Accepted}, such as [\"RS256\"].";
        }

        if (issuer.TokenTypes.IsDefaultOrEmpty || issuer.TokenTypes.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{at}.tokenTypes: give the 'typ' of its access tokens, [\"at+jwt\"] or [\"JWT\"].";
        }

        foreach (var mistake in KeyAddressMistakes(issuer, at).Concat(MappingMistakes(issuer, at)))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<string> KeyAddressMistakes(IssuerOptions issuer, string at)
    {
        if (issuer.Jwks is not null && issuer.Discovery is not null)
        {
            yield return $"{at}.jwks: stands beside {at}.discovery; give one of them, or neither for discovery at the issuer's address.";
        }

        if (issuer.Jwks is { } jwks && !TrustedAddress.TryParse(jwks, out _))
        {
            yield return $"{at}.jwks: is not an https address (http on loopback only), such as \"https://login.example.gov.cn/keys\".";
        }

        if (issuer.Discovery is { } discovery && !TrustedAddress.TryParse(discovery, out _))
        {
            yield return $"{at}.discovery: is not an https address (http on loopback only), "
                + "such as \"https://login.example.gov.cn/.well-known/openid-configuration\".";
        }
    }

    private static IEnumerable<string> MappingMistakes(IssuerOptions issuer, string at)
    {
        if (ClaimPath.Parse(issuer.Subject) is null)
        {
            yield return $"{at}.subject: is no claim; give a claim's name, such as \"sub\".";
        }

        if (issuer.Role is null)
        {
            yield return $"{at}.role: is missing; say which claim states the role, such as {{\"claim\": \"roles\"}}.";
        }

        var mappings = new (string Name, ClaimMapping? Mapping, Func<string, bool> IsAccepted, string Accepted)[]
        {
            ("role", issuer.Role, Role.IsKnown, $"one of {string.Join(", ", Role.SignedIn)}"),
            ("region", issuer.Region, CallerFacts.IsRegion, "a region code of 2, 4, 6, 9 or 12 digits, such as 4401"),
            ("department", issuer.Department, CallerFacts.IsText, CallerFacts.AcceptedText),
            ("creditCode", issuer.CreditCode, static value =>
                Identity.CreditCode.TryNormalize(value, out _), "a unified social credit code, such as 9144030071526726XG"),
            ("name", issuer.Name, CallerFacts.IsText, CallerFacts.AcceptedText),
            ("channel", issuer.Channel, CallerFacts.IsChannel, "1–32 letters, digits, '-' or '_', such as ppm"),
        };
        foreach (var (name, mapping, isAccepted, accepted) in mappings)
        {
            foreach (var mistake in Mistakes(mapping, $"{at}.{name}", isAccepted, accepted))
            {
                yield return mistake;
            }
        }
    }

    private static IEnumerable<string> Mistakes(ClaimMapping? mapping, string at, Func<string, bool> isAccepted, string accepted)
    {
        if (mapping is null)
        {
            yield break;
        }

        if (mapping is { Claim: null, Default: null })
        {
            yield return $"{at}.claim: is missing; give a claim's name or path, such as \"realm_access.roles\", or a default.";
        }

        if (mapping.Claim is { } claim && ClaimPath.Parse(claim) is null)
        {
            yield return $"{at}.claim: '{claim}' is no claim; give a name, a path such as \"realm_access.roles\", "
                + "or a JSON Pointer such as \"/https:~1~1example.com~1role\".";
        }

        foreach (var (from, to) in mapping.Values ?? [])
        {
            if (!isAccepted(to))
            {
                yield return $"{at}.values.{from}: '{to}' is not accepted; give {accepted}.";
            }
        }

        if (mapping.Default is { } value && !isAccepted(value))
        {
            yield return $"{at}.default: '{value}' is not accepted; give {accepted}.";
        }
    }
}
