namespace Marketplace.Storage.Pipeline;

/// <summary>The one home of random identifiers in the storage clients.</summary>
internal static class StorageIds
{
#pragma warning disable RS0030 // This is the named source; callers replace it through StorageClientOptions.NewId.
    public static Guid Random() => Guid.NewGuid();
#pragma warning restore RS0030
}
