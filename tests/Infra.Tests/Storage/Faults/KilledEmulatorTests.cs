using System.Collections.Concurrent;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Faults;

/// <summary>The emulator as LocalHost and the tests start it keeps what it acknowledged, also when it is killed.</summary>
public sealed class KilledEmulatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_kill()
    {
        using var folder = new TemporaryFolder();
        await using var server = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.Path }, Stop);
        var account = StorageAccount.FromConnectionString(server.ConnectionString);
        var table = account.CreateTableServiceClient().GetTableClient("killed");
        var dropped = account.CreateTableServiceClient().GetTableClient("dropped");
        var queue = account.CreateQueueServiceClient().GetQueueClient("killed");
        var container = account.CreateBlobServiceClient().GetBlobContainerClient("killed");

        for (var round = 0; round < 3; round++)
        {
            await table.CreateIfNotExistsAsync(Stop);
            await dropped.CreateIfNotExistsAsync(Stop);
            await queue.CreateIfNotExistsAsync(Stop);
            await container.CreateIfNotExistsAsync(Stop);
            var added = await table.AddEntityAsync(new TableEntity($"p{round}", "changed"), Stop);
            await table.AddEntityAsync(new TableEntity($"p{round}", "deleted"), Stop);
            var changed = await table.UpdateEntityAsync(new TableEntity($"p{round}", "changed") { { "文", round } }, added.ETag, TableUpdateMode.Replace, Stop);
            await table.DeleteEntityAsync($"p{round}", "deleted", ETag.All, Stop);
            await dropped.DeleteIfExistsAsync(Stop);
            await queue.SendMessageAsync($"message {round}", cancellationToken: Stop);
            var blob = await container.GetBlobClient($"blob {round}").UploadAsync(BinaryData.FromString($"content {round}"), cancellationToken: Stop);
            var log = container.GetAppendBlobClient("log");
            await log.CreateIfNotExistsAsync(cancellationToken: Stop);
            await log.AppendBlockAsync("x"u8.ToArray(), round, cancellationToken: Stop);

            await server.KillAsync();
            await server.RestartAsync(Stop);

            var row = Assert.Single(await table.QueryAsync(TableFilter.Partition($"p{round}"), cancellationToken: Stop).ToListAsync(Stop));
            Assert.Equal((changed.ETag, round), (row.ETag, row.GetInt32("文")));
            Assert.True(await dropped.CreateIfNotExistsAsync(Stop));
            Assert.Equal(round + 1, (await queue.PeekMessagesAsync(cancellationToken: Stop)).Count);
            var content = await container.GetBlobClient($"blob {round}").DownloadContentAsync(BlobRequestConditions.Match(blob.ETag), cancellationToken: Stop);
            Assert.Equal($"content {round}", content.Content.ToString());
            Assert.Equal(round + 1, (await log.GetPropertiesIfExistsAsync(Stop))!.ContentLength);
        }

        Assert.Equal(3, await table.QueryAsync(cancellationToken: Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_many_transactions_loses_no_acknowledged_one_and_halves_none()
    {
        using var folder = new TemporaryFolder();
        await using var server = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.Path }, Stop);
        var options = new StorageClientOptions();
        options.Retry.MaxRetries = 0;
        var table = StorageAccount.FromConnectionString(server.ConnectionString).CreateTableServiceClient(options).GetTableClient("busy");
        await table.CreateIfNotExistsAsync(Stop);
        var acknowledged = new ConcurrentBag<string>();

        var writers = Enumerable.Range(0, 8).Select(writer => WriteUntilItEndsAsync(table, writer, acknowledged)).ToList();
        await Eventually.TrueAsync(() => acknowledged.Count > 200, Stop);
        await server.KillAsync();
        await Task.WhenAll(writers);
        await server.RestartAsync(Stop);

        var stored = await table.QueryAsync(cancellationToken: Stop).GroupBy(static row => row.PartitionKey).ToDictionaryAsync(
            static group => group.Key, static group => group.Count(), cancellationToken: Stop);
        Assert.All(acknowledged, partition => Assert.True(stored.ContainsKey(partition), partition));
        Assert.All(stored, static partition => Assert.Equal(3, partition.Value));
    }

    private static async Task WriteUntilItEndsAsync(TableClient table, int writer, ConcurrentBag<string> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            var partition = $"{writer}-{i}";
            try
            {
                var result = await table.SubmitTransactionAsync(
                    [.. Enumerable.Range(0, 3).Select(row => TableTransactionAction.Add(new TableEntity(partition, $"{row}")))], Stop);
                Assert.True(result.IsSaved);
                acknowledged.Add(partition);
            }
            catch (RequestFailedException ended) when (StorageFailure.IsOutage(ended))
            {
                return;
            }
        }
    }
}
