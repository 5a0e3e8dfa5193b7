namespace Marketplace.AppKit.Callers;

/// <summary>Somebody who calls the app: the claims their token carries.</summary>
/// <param name="Role">The role, or several with blanks between; null for somebody without a token.</param>
/// <param name="Region">Region code.</param>
/// <param name="Department">Department id.</param>
/// <param name="CreditCode">Company.</param>
public sealed record Actor(string? Role, string? Region = null, string? Department = null, string? CreditCode = null)
{
    public const string ProvincialDepartment = "gd-data-administration";

    /// <summary>The first company of the sample catalogue.</summary>
    public const string SampleVendor = "91440100EXAMPLE119";

    /// <summary>A good code that no entry carries.</summary>
    public const string OtherVendor = "91449900EXAMPLE97W";

    public static Actor Anonymous { get; } = new(Role: null);

    public static Actor GovUser { get; } = new("gov.user", "44", ProvincialDepartment);

    public static Actor Reviewer { get; } = new("gov.reviewer", "44");

    public static Actor Member { get; } = new("vendor.member", CreditCode: SampleVendor);

    public static Actor Admin { get; } = new("vendor.admin", CreditCode: SampleVendor);

    public static Actor Expert { get; } = new("expert");

    public static Actor Operator { get; } = new("operator");

    /// <summary>One of each role, and nobody.</summary>
    public static IReadOnlyList<Actor> Each { get; } = [Anonymous, GovUser, Reviewer, Member, Admin, Expert, Operator];

    public Actor In(string region) => this with { Region = region };

    public override string ToString() => string.Join(' ', new[] { Role ?? "anonymous", Region, Department, CreditCode }.Where(part => part is not null));
}
