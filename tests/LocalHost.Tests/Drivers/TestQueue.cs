using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>A queue of the test's own in the shared Azurite, and its poison queue; texts as they are on the wire unless encoded.</summary>
internal sealed class TestQueue
{
    private readonly QueueServiceClient _service;

    private TestQueue(AzuriteServer server, string name)
    {
        _service = StorageAccount.FromConnectionString(server.ConnectionString).CreateQueueServiceClient();
        Name = name;
        Storage = server.ConnectionString;
    }

    public string Name { get; }

    public string Storage { get; }

    public string PoisonName => Name + "-poison";

    /// <summary>Names a queue; it does not exist until something is sent or <see cref="CreateAsync"/> is called.</summary>
    public static async Task<TestQueue> NamedAsync() => new(await AzuriteServer.Shared, $"q-{Guid.NewGuid():N}");

    public Task CreateAsync() => Client(Name).CreateIfNotExistsAsync(TestContext.Current.CancellationToken);

    public async Task SendAsync(params string[] texts)
    {
        await CreateAsync();
        foreach (var text in texts)
        {
            await Client(Name).SendMessageAsync(text, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends a text that is not encoded.</summary>
    public async Task SendRawAsync(string wire)
    {
        await CreateAsync();
        await Client(Name, QueueMessageEncoding.None).SendMessageAsync(wire, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>How many messages there are, hidden ones included; null if there is no such queue.</summary>
    public async Task<int?> CountAsync(string? name = null) =>
        (await Client(name ?? Name).GetPropertiesIfExistsAsync(TestContext.Current.CancellationToken))?.ApproximateMessagesCount;

    public async Task<IReadOnlyList<string>> PeekAsync(string name, QueueMessageEncoding encoding = QueueMessageEncoding.Base64) =>
        [.. (await Client(name, encoding).PeekMessagesAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(message => message.MessageText)];

    private QueueClient Client(string name, QueueMessageEncoding encoding = QueueMessageEncoding.Base64) => _service.GetQueueClient(name, encoding);
}
