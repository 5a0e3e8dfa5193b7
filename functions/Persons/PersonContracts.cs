namespace Marketplace.Functions.Persons;

/// <summary>The person whose data is meant.</summary>
/// <param name="Issuer">Issuer of the person's tokens, 1–512 characters.</param>
/// <param name="Subject">Subject there, 1–255 characters.</param>
/// <param name="Reason">Why, as it goes into the audit trail, 2–500 characters; not the person's name.</param>
public sealed record PersonRequest(string? Issuer, string? Subject, string? Reason);
