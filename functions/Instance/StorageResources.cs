using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Instance;

/// <summary>What a slice keeps in storage; created at the first start of an instance.</summary>
internal abstract record StorageResource(string Name);

internal sealed record TableResource(string Name) : StorageResource(Name);

/// <summary>A queue that a function listens to, with the poison queue that takes what failed too often.</summary>
internal sealed record QueueResource(string Name) : StorageResource(Name)
{
    public string PoisonName => $"{Name}-poison";
}

internal sealed record ContainerResource(string Name) : StorageResource(Name);

/// <summary>How slices declare and reach what they keep in storage.</summary>
internal static class StorageResources
{
    public static IServiceCollection AddTable(this IServiceCollection services, string name) => services.AddSingleton<StorageResource>(new TableResource(name));

    public static IServiceCollection AddQueue(this IServiceCollection services, string name) => services.AddSingleton<StorageResource>(new QueueResource(name));

    public static IServiceCollection AddContainer(this IServiceCollection services, string name) =>
        services.AddSingleton<StorageResource>(new ContainerResource(name));

    public static TableClient Table(this IServiceProvider services, string name) => services.GetRequiredService<TableServiceClient>().GetTableClient(name);

    public static QueueClient Queue(this IServiceProvider services, string name) => services.GetRequiredService<QueueServiceClient>().GetQueueClient(name);

    public static BlobContainerClient Container(this IServiceProvider services, string name) =>
        services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(name);
}
