namespace Marketplace.Storage.Sas;

/// <summary>A key that signs in the name of an Entra identity; times and texts exactly as the service returned them.</summary>
/// <param name="SignedObjectId">The identity's object id.</param>
/// <param name="SignedTenantId">Its tenant.</param>
/// <param name="SignedStartsOn">Valid from, as returned.</param>
/// <param name="SignedExpiresOn">Valid until, as returned; every signature made with it ends earlier.</param>
/// <param name="SignedService">The service it is for.</param>
/// <param name="SignedVersion">Its own version, which may differ from the signature's.</param>
/// <param name="Value">The key in base64: a secret.</param>
public sealed record UserDelegationKey(
    string SignedObjectId,
    string SignedTenantId,
    string SignedStartsOn,
    string SignedExpiresOn,
    string SignedService,
    string SignedVersion,
    string Value)
{
    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"user delegation key of {SignedObjectId} until {SignedExpiresOn}";
}
