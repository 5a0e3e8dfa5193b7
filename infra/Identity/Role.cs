using System.Collections.Frozen;

namespace Marketplace.Identity;

/// <summary>The roles (角色) a token can carry, spelled as the issuers' claims are mapped to them.</summary>
public static class Role
{
    /// <summary>Official of a department in a region (政府用户).</summary>
    public const string GovUser = "gov.user";

    /// <summary>Moderator of what lies in one region subtree (审核人员).</summary>
    public const string GovReviewer = "gov.reviewer";

    /// <summary>Member of a company's staff (服务商成员).</summary>
    public const string VendorMember = "vendor.member";

    /// <summary>Administrator of a company's presence (服务商管理员).</summary>
    public const string VendorAdmin = "vendor.admin";

    /// <summary>Member of the expert pool (专家).</summary>
    public const string Expert = "expert";

    /// <summary>Runs an instance (运维人员).</summary>
    public const string Operator = "operator";

    /// <summary>The public (公众). No token can claim it; a grant to it is a grant to everybody.</summary>
    public const string Anonymous = "anonymous";

    private static readonly FrozenSet<string> Known =
        FrozenSet.Create(StringComparer.Ordinal, GovUser, GovReviewer, VendorMember, VendorAdmin, Expert, Operator);

    /// <summary>Every role a token can carry, in ordinal order.</summary>
    public static RoleSet SignedIn { get; } = [.. Known];

    /// <summary>Whether <paramref name="role"/> is a role a token can carry.</summary>
    public static bool IsKnown(string role) => Known.Contains(role);
}
