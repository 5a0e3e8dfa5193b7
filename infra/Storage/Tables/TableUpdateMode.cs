namespace Marketplace.Storage.Tables;

/// <summary>What an update does with stored properties the new entity does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge,

    /// <summary>They are removed.</summary>
    Replace,
}
