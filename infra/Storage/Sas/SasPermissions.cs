namespace Marketplace.Storage.Sas;

/// <summary>What a signature for a blob or container allows; written in the service's fixed order.</summary>
[Flags]
public enum BlobSasPermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Download.</summary>
    Read = 1,

    /// <summary>Append to an append blob.</summary>
    Add = 2,

    /// <summary>Write a new blob; never an existing one, and not block by block.</summary>
    Create = 4,

    /// <summary>Write or overwrite, also block by block.</summary>
    Write = 8,

    /// <summary>Delete.</summary>
    Delete = 16,

    /// <summary>List a container's blobs.</summary>
    List = 32,

    /// <summary>Read and write tags.</summary>
    Tag = 64,
}

/// <summary>What a signature for a queue allows.</summary>
[Flags]
public enum QueueSasPermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Peek, and read properties.</summary>
    Read = 1,

    /// <summary>Send.</summary>
    Add = 2,

    /// <summary>Update held messages.</summary>
    Update = 4,

    /// <summary>Receive and delete.</summary>
    Process = 8,
}

/// <summary>What a signature for a table allows.</summary>
[Flags]
public enum TableSasPermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Query.</summary>
    Read = 1,

    /// <summary>Insert.</summary>
    Add = 2,

    /// <summary>Update.</summary>
    Update = 4,

    /// <summary>Delete.</summary>
    Delete = 8,
}

/// <summary>The services an account signature reaches.</summary>
[Flags]
public enum AccountSasServices
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Blobs.</summary>
    Blobs = 1,

    /// <summary>Queues.</summary>
    Queues = 2,

    /// <summary>Tables.</summary>
    Tables = 4,
}

/// <summary>The levels an account signature reaches.</summary>
[Flags]
public enum AccountSasResourceTypes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The services themselves.</summary>
    Services = 1,

    /// <summary>Containers, queues and tables.</summary>
    Containers = 2,

    /// <summary>Blobs, messages and entities.</summary>
    Objects = 4,
}

/// <summary>What an account signature allows; what applies depends on the service.</summary>
[Flags]
public enum AccountSasPermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Write.</summary>
    Write = 2,

    /// <summary>Delete.</summary>
    Delete = 4,

    /// <summary>List.</summary>
    List = 8,

    /// <summary>Add messages, entities or appended blocks.</summary>
    Add = 16,

    /// <summary>Create blobs and containers.</summary>
    Create = 32,

    /// <summary>Update messages and entities.</summary>
    Update = 64,

    /// <summary>Receive and delete messages.</summary>
    Process = 128,
}
