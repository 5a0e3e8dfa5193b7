namespace Marketplace.Storage.Pipeline;

/// <summary>The protocol versions these clients speak, each pinned once.</summary>
internal static class ApiVersions
{
    /// <summary>Blob and queue service: 100 MiB append blocks, and known to the emulator.</summary>
    public const string BlobAndQueue = "2024-11-04";

    /// <summary>Table service: what Microsoft's own table client sends.</summary>
    public const string Table = "2020-12-06";

    /// <summary>Shared access signatures; keeps the user-delegation form at 24 lines.</summary>
    public const string Sas = "2024-11-04";
}
