using System.Globalization;
using Azure;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Outbox;

/// <summary>A table and a queue of a test's own, with the commands a story about one aggregate needs.</summary>
internal sealed class Setting(TableClient table, QueueClient queue, StorageMeter meter)
{
    public static readonly MessageType<OutboxMessage> Type = OutboxMessage.TypeOf("thing.changed");

    /// <summary>Short enough to wait for, long enough to commit within.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(2);

    private static int _next;

    public TableClient Table => table;

    public QueueClient Queue => queue;

    public StorageMeter Meter => meter;

    public OutboxWriter Writer { get; } = new(queue, Type, Hidden);

    public OutboxReader Reader { get; } = new(table);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="account">Where; null for the shared Azurite.</param>
    public static async Task<Setting> CreateAsync(StorageAccount? account = null)
    {
        account ??= StorageAccount.FromConnectionString((await AzuriteServer.Shared).ConnectionString);
        var number = Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
        var meter = new StorageMeter();
        var options = PatientStorage.Wait(new StorageClientOptions { Meter = meter });
        var setting = new Setting(
            account.CreateTableServiceClient(options).GetTableClient("things" + number),
            account.CreateQueueServiceClient(options).GetQueueClient("things-" + number),
            meter);
        await setting.Table.CreateIfNotExistsAsync(Stop);
        await setting.Queue.CreateIfNotExistsAsync(Stop);
        return setting;
    }

    public static OutboxItem NewEvent(string partition) => new(partition, EventIds.New());

    /// <summary>The change all stories make: the aggregate's state is written for the first time.</summary>
    public static IReadOnlyList<TableTransactionAction> Creation(string partition) =>
        [TableTransactionAction.Add(new TableEntity(partition, "state") { { "Value", 1 } })];

    public static IReadOnlyList<TableTransactionAction> Change(string partition, int value, ETag etag) =>
        [TableTransactionAction.Update(new TableEntity(partition, "state") { { "Value", value } }, etag, TableUpdateMode.Replace)];

    public Task<TableEntity?> StateAsync(string partition) => Table.GetEntityIfExistsAsync(partition, "state", cancellationToken: Stop);

    public async Task<IReadOnlyList<QueueMessage>> ReceiveNowAsync() => await Queue.ReceiveMessagesAsync(32, TimeSpan.FromSeconds(1), Stop);

    /// <summary>Waits until the message shows, as it does by itself when its hiding ends.</summary>
    public async Task<OutboxMessage> ReceiveAsync()
    {
        var messages = await Eventually.ResultAsync(ReceiveNowAsync, static messages => messages.Count > 0, Stop);
        return Read(Assert.Single(messages));
    }

    public static OutboxMessage Read(QueueMessage message) => Type.Read(MessageEnvelope.Parse(message.MessageText))!;

    /// <summary>Commits an event that the test knows.</summary>
    public async Task<OutboxCommit> CommitAsync(OutboxItem item, IReadOnlyList<TableTransactionAction> changes)
    {
        var intent = await Writer.BeginAsync([item], Stop);
        var commit = await intent.CommitAsync(Table, item, changes, Stop);
        await intent.PublishAsync(Stop);
        return commit;
    }
}
