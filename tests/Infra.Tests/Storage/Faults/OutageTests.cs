using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Faults;

public sealed class OutageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storage_that_is_killed_is_an_outage_and_works_again_after_its_restart()
    {
        using var folder = new TemporaryFolder();
        await using var server = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.Path }, Stop);
        var account = StorageAccount.FromConnectionString(server.ConnectionString);
        var table = account.CreateTableServiceClient().GetTableClient("outage");
        var queue = account.CreateQueueServiceClient().GetQueueClient("outage");
        var container = account.CreateBlobServiceClient().GetBlobContainerClient("outage");
        await table.CreateIfNotExistsAsync(Stop);
        await queue.CreateIfNotExistsAsync(Stop);
        await container.CreateIfNotExistsAsync(Stop);
        Assert.True((await table.AddEntityAsync(new TableEntity("p", "before"), Stop)).IsSaved);

        await server.KillAsync();
        Task<Exception>[] failures =
        [
            FailureAsync(() => table.GetEntityIfExistsAsync("p", "before", null, Stop)),
            FailureAsync(() => table.AddEntityAsync(new TableEntity("p", "r"), Stop)),
            FailureAsync(async () => await table.QueryAsync(cancellationToken: Stop).ToListAsync(Stop)),
            FailureAsync(() => queue.SendMessageAsync("x", cancellationToken: Stop)),
            FailureAsync(() => container.GetBlobClient("a").DownloadContentAsync(cancellationToken: Stop)),
            FailureAsync(() => container.GetBlobClient("a").UploadAsync(BinaryData.Empty, cancellationToken: Stop)),
        ];

        Assert.All(await Task.WhenAll(failures), static failure => Assert.True(StorageFailure.IsOutage(failure), failure.ToString()));
        Assert.All(await Task.WhenAll(failures), static failure =>
            Assert.Equal(StorageFailure.Unavailable, Assert.IsType<RequestFailedException>(failure).ErrorCode));

        await server.RestartAsync(Stop);
        Assert.True((await table.UpsertEntityAsync(new TableEntity("p", "after"), TableUpdateMode.Replace, Stop)).IsSaved);
        await queue.SendMessageAsync("x", cancellationToken: Stop);
        Assert.True((await container.GetBlobClient("a").UploadAsync(BinaryData.Empty, cancellationToken: Stop)).IsSaved);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var meter = new StorageMeter();
        var table = await proxied.TableAsync(new StorageClientOptions { Meter = meter });
        proxied.Tables.Next("GET", Fault.Busy, Fault.Busy);

        Assert.Null(await table.GetEntityIfExistsAsync("p", "r", null, Stop));

        Assert.Equal(3, meter["Table.Get"]);
        Assert.Equal(4, meter.Total);
        Assert.Equal(3, meter.Snapshot()["Table.Get"]);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_an_outage()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var options = new StorageClientOptions();
        options.Retry.MaxRetries = 1;
        var table = await proxied.TableAsync(options);
        proxied.Tables.Next("GET", Fault.Busy, Fault.Busy);

        var failure = await FailureAsync(() => table.GetEntityIfExistsAsync("p", "r", null, Stop));

        Assert.Equal(503, Assert.IsType<RequestFailedException>(failure).Status);
        Assert.True(StorageFailure.IsOutage(failure));
    }

    [Fact]
    public async Task A_service_that_never_answers_is_an_outage_when_the_calls_time_is_over()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var options = new StorageClientOptions { TimeLimit = TimeSpan.FromSeconds(5) };
        options.Retry.NetworkTimeout = TimeSpan.FromMinutes(1);
        var table = await proxied.TableAsync(options);
        proxied.Tables.Next("GET", Fault.Hang);

        Assert.True(StorageFailure.IsOutage(await FailureAsync(() => table.GetEntityIfExistsAsync("p", "r", null, Stop))));
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_and_repeated()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var options = new StorageClientOptions { TimeLimit = TimeSpan.FromMinutes(1) };
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(3);
        var table = await proxied.TableAsync(options);
        proxied.Tables.Next("GET", Fault.Hang);

        Assert.Null(await table.GetEntityIfExistsAsync("p", "r", null, Stop));
        Assert.Equal(1, proxied.Faults);
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_gets_a_cancellation_and_no_outage()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        proxied.Tables.Next("GET", Fault.Hang);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var reading = table.GetEntityIfExistsAsync("p", "r", null, impatient.Token);
        await Eventually.TrueAsync(() => proxied.Faults == 1, Stop);
        await impatient.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(impatient.Token, cancelled.CancellationToken);
        Assert.False(StorageFailure.IsOutage(cancelled));
    }

    [Fact]
    public async Task A_download_that_breaks_goes_on_where_it_was()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var blob = (await proxied.ContainerAsync()).GetBlobClient("long");
        var content = new byte[2 * 1024 * 1024];
        new Random(3).NextBytes(content);
        await blob.UploadAsync(new BinaryData(content), cancellationToken: Stop);
        proxied.Blobs.Next("GET", Fault.CutAnswer, Fault.CutAnswer);
        var copy = new MemoryStream();

        Assert.Equal(BlobReadOutcome.Found, await blob.DownloadToAsync(copy, cancellationToken: Stop));

        Assert.Equal(content, copy.ToArray());
        Assert.Equal(2, proxied.Faults);
    }

    [Fact]
    public async Task A_download_that_breaks_stops_when_the_blob_has_changed()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var blob = (await proxied.ContainerAsync()).GetBlobClient("long");
        await blob.UploadAsync(new BinaryData(new byte[2 * 1024 * 1024]), cancellationToken: Stop);
        proxied.Blobs.Next("GET", Fault.CutAnswer);
        var destination = new ChangingDestination(() => blob.UploadAsync(BinaryData.FromString("new"), cancellationToken: Stop));

        Assert.Equal(BlobReadOutcome.Stale, await blob.DownloadToAsync(destination, cancellationToken: Stop));
    }

    private static async Task<Exception> FailureAsync(Func<Task> call) => await Assert.ThrowsAnyAsync<Exception>(call);

    /// <summary>Changes the blob when its first bytes arrive.</summary>
    private sealed class ChangingDestination(Func<Task> change) : MemoryStream
    {
        private bool _changed;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_changed)
            {
                _changed = true;
                await change();
            }
        }
    }
}
