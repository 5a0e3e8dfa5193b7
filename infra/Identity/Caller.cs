namespace Marketplace.Identity;

/// <summary>Who is calling (调用者), as a verified token says, or <see cref="Anonymous"/>.</summary>
/// <param name="Subject">The person or program, unique within <paramref name="Issuer"/>; 1–255 characters.</param>
/// <param name="Issuer">The token's issuer, exactly as configured.</param>
/// <param name="Roles">Known roles only; empty when the token maps to none.</param>
/// <param name="Region">Region code (GB/T 2260 and below), 2, 4, 6, 9 or 12 digits.</param>
/// <param name="Department">Department id, for officials.</param>
/// <param name="CreditCode">The company's unified social credit code, for vendors' staff.</param>
/// <param name="Name">Display name: personal data, never logged.</param>
/// <param name="Channel">The platform the caller comes in through, such as <c>ppm</c> or <c>yst</c>.</param>
public sealed record Caller(
    string Subject,
    string Issuer,
    RoleSet Roles,
    string? Region = null,
    string? Department = null,
    CreditCode? CreditCode = null,
    string? Name = null,
    string? Channel = null)
{
    /// <summary>Somebody without a token.</summary>
    public static Caller Anonymous { get; } = new("", "", [Role.Anonymous]);

    /// <summary>Whether the caller came without a token.</summary>
    public bool IsAnonymous => Subject.Length == 0;

    /// <summary>Names one caller over all issuers, since a subject is unique within its issuer only; empty when anonymous.</summary>
    public string Id => IsAnonymous ? "" : $"{Issuer}#{Subject}";

    /// <summary>Whether the caller has <paramref name="role"/>.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>Issuer, subject and roles; no personal values, so that a log may carry it.</summary>
    public override string ToString() => IsAnonymous ? Role.Anonymous : $"{Id} ({Roles})";
}
