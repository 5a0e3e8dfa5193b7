using System.Collections.Immutable;

namespace Marketplace.Identity.Configuration;

/// <summary>How one fact about the caller is read from a token.</summary>
public sealed record ClaimMapping
{
    /// <summary>
    /// The claim: a name (<c>roles</c>), a path of names (<c>realm_access.roles</c>), or a JSON Pointer where a name itself
    /// contains a dot (<c>/https:~1~1example.com~1role</c>, RFC 6901). May be missing if there is a <see cref="Default"/>.
    /// </summary>
    public string? Claim { get; set; }

    /// <summary>What the claim's values mean here; with it, a value that is not listed counts as absent. Without it, values are taken as they are.</summary>
    public ImmutableDictionary<string, string>? Values { get; set; }

    /// <summary>The value when the claim is absent.</summary>
    public string? Default { get; set; }
}
