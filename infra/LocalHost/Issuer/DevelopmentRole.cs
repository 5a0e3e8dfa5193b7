using System.Collections.Frozen;

namespace Marketplace.LocalHost.Issuer;

/// <summary>A role the development issuer gives tokens for, with the form fields that role needs or may have besides the general ones.</summary>
internal sealed record DevelopmentRole(string Name, string[] Required, string[] Optional)
{
    /// <summary>The marketplace's signed-in roles; whom each is for stands in the marketplace's own role list.</summary>
    public static readonly FrozenDictionary<string, DevelopmentRole> All = new DevelopmentRole[]
    {
        new("gov.user", [TokenForm.Region], [TokenForm.Department]),
        new("gov.reviewer", [TokenForm.Region], [TokenForm.Department]),
        new("vendor.member", [TokenForm.CreditCode], [TokenForm.Region]),
        new("vendor.admin", [TokenForm.CreditCode], [TokenForm.Region]),
        new("expert", [], [TokenForm.Region, TokenForm.Department]),
        new("operator", [], [TokenForm.Region, TokenForm.Department]),
    }.ToFrozenDictionary(role => role.Name, StringComparer.Ordinal);

    public bool Knows(string field) => Required.Contains(field) || Optional.Contains(field);
}
