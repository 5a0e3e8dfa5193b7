namespace Marketplace.Identity.Access;

/// <summary>Whose things a grant covers (数据范围).</summary>
public enum Scope
{
    /// <summary>Everything.</summary>
    Any,

    /// <summary>What lies in the caller's region or below it.</summary>
    OwnRegion,

    /// <summary>What belongs to the caller's department.</summary>
    OwnDepartment,

    /// <summary>What belongs to the caller's company.</summary>
    OwnCompany,

    /// <summary>What belongs to the caller in person.</summary>
    Self,
}
