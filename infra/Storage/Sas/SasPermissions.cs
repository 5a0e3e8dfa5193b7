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
