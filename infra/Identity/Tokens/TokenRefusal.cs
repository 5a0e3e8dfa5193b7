namespace Marketplace.Identity.Tokens;

/// <summary>Why a token was refused. Reasons from <see cref="WrongTokenType"/> on are given only for tokens whose signature is right.</summary>
public enum TokenRefusal
{
    /// <summary>Longer than 8 KiB.</summary>
    TooLong,

    /// <summary>Not three parts of canonical base64url (RFC 7515 sections 3.1 and 2).</summary>
    Malformed,

    /// <summary>The header is not a JSON object of the strict form: duplicate or wrongly typed members, nesting, invalid text.</summary>
    InvalidHeader,

    /// <summary>The header carries <c>crit</c>, <c>b64</c>, or a key or a place to fetch one from.</summary>
    ForbiddenHeader,

    /// <summary>The payload is not a JSON object of the strict form, or lacks a registered claim.</summary>
    InvalidPayload,

    /// <summary>The issuer is not configured.</summary>
    UnknownIssuer,

    /// <summary>The algorithm is not one the issuer is configured with.</summary>
    ForbiddenAlgorithm,

    /// <summary>The issuer publishes no key of this id that is fit for the algorithm.</summary>
    UnknownKey,

    /// <summary>The issuer's keys could not be fetched and none known fits: see <see cref="TokenResult.IsOutage"/>.</summary>
    KeysUnavailable,

    /// <summary>The signature is wrong.</summary>
    WrongSignature,

    /// <summary>The header's <c>typ</c> is not one the issuer is configured with.</summary>
    WrongTokenType,

    /// <summary>Made for somebody else.</summary>
    WrongAudience,

    /// <summary>Past its <c>exp</c>.</summary>
    Expired,

    /// <summary>Before its <c>nbf</c>, or issued in the future.</summary>
    NotYetValid,

    /// <summary>
    /// A mapped claim has the wrong type or form, such as a credit code with a wrong check character; or the library cannot read
    /// the token's members, which alone is told before its signature is looked at.
    /// </summary>
    InvalidClaim,
}
