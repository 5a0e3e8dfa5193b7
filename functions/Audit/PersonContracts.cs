namespace Marketplace.Functions.Audit;

/// <summary>The person whose data is meant.</summary>
/// <param name="Issuer">Issuer of the person's tokens, 1–512 characters.</param>
/// <param name="Subject">Subject there, 1–255 characters.</param>
/// <param name="Reason">Why, as it goes into the audit trail, 2–500 characters; not the person's name.</param>
public sealed record PersonRequest(string? Issuer, string? Subject, string? Reason);

/// <summary>What an erasure did.</summary>
/// <param name="Entries">Entries erased in this call.</param>
/// <param name="Complete">Whether none is left; otherwise repeat the request.</param>
/// <param name="Record">The entry of the trail that accounts for it.</param>
public sealed record ErasureAnswer(int Entries, bool Complete, string Record);
