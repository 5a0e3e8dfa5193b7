namespace Marketplace.Storage.Tables;

/// <summary>The table service's limits (docs/storage-protocol.md §3.4 and §3.6). The emulator checks few of them, so the client does.</summary>
public static class TableLimits
{
    /// <summary>Longest partition or row key, in UTF-16 units.</summary>
    public const int KeyLength = 512;

    /// <summary>Longest property name, in UTF-16 units.</summary>
    public const int PropertyNameLength = 255;

    /// <summary>Most properties of an entity besides its keys and timestamp.</summary>
    public const int Properties = 252;

    /// <summary>Longest string property, in UTF-16 units (64 KiB).</summary>
    public const int StringLength = 32 * 1024;

    /// <summary>Longest binary property, in bytes.</summary>
    public const int BinaryLength = 64 * 1024;

    /// <summary>Largest entity as stored, in bytes; a margin below the service's 1 MiB.</summary>
    public const int EntitySize = 960 * 1024;

    /// <summary>Most actions of one transaction.</summary>
    public const int TransactionActions = 100;

    /// <summary>Largest transaction body on the wire, in bytes.</summary>
    public const int TransactionSize = 4 * 1024 * 1024;

    /// <summary>Most entities of one page of a query.</summary>
    public const int PageSize = 1000;
}
