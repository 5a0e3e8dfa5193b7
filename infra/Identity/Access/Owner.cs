namespace Marketplace.Identity.Access;

/// <summary>Whom a thing belongs to, as far as scopes ask; what is null belongs to nobody in that respect.</summary>
/// <param name="Region">Region code the thing lies in.</param>
/// <param name="Department">Id of the owning department.</param>
/// <param name="Company">Credit code of the owning company.</param>
/// <param name="Person"><see cref="Caller.Id"/> of the owning person.</param>
public readonly record struct Owner(string? Region = null, string? Department = null, CreditCode? Company = null, string? Person = null);
