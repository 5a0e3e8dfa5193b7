namespace Marketplace.Identity.Keys;

/// <summary>How an issuer's keys stand, for the health report.</summary>
/// <param name="Issuer">The issuer as configured.</param>
/// <param name="Status">Whether its tokens can be judged.</param>
/// <param name="Keys">Usable keys known.</param>
/// <param name="FetchedAt">When they were last fetched.</param>
/// <param name="FailedAt">When fetching failed, if it failed the last time it was tried.</param>
/// <param name="Failure">Why, without content of the issuer's documents.</param>
public sealed record IssuerState(
    string Issuer, IssuerKeyStatus Status, int Keys, DateTimeOffset? FetchedAt, DateTimeOffset? FailedAt, string? Failure);

/// <summary>Whether an issuer's tokens can be judged.</summary>
public enum IssuerKeyStatus
{
    /// <summary>No token has needed its keys yet, or none for a day.</summary>
    NotLoaded,

    /// <summary>Keys are known and the last fetch succeeded.</summary>
    Ready,

    /// <summary>The last fetch failed; known keys keep working for a day from when they were fetched.</summary>
    Degraded,

    /// <summary>No usable keys are known and they cannot be fetched: the issuer's tokens cannot be judged.</summary>
    Unavailable,
}
