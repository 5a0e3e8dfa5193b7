using Azure.Identity;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Storage;

namespace Marketplace.Functions.Instance;

/// <summary>Where the instance's storage account is: the settings the Functions host uses for itself.</summary>
internal static class StorageSettings
{
    /// <summary>A connection string (development), or three addresses signed in to by the managed identity.</summary>
    public static StorageAccount Read(Settings settings)
    {
        const string Name = "AzureWebJobsStorage";
        if (settings.Optional(Name, "a storage connection string; in the cloud set the three addresses below instead") is { } connection)
        {
            return StorageAccount.FromConnectionString(connection);
        }

        return SignedInByIdentity(settings, Name);
    }

    private static StorageAccount SignedInByIdentity(Settings settings, string name) =>
        new(
            settings.Address($"{name}:blobServiceUri", "https://{account}.blob.core.windows.net"),
            settings.Address($"{name}:queueServiceUri", "https://{account}.queue.core.windows.net"),
            settings.Address($"{name}:tableServiceUri", "https://{account}.table.core.windows.net"),
            new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned));
}
