using System.Text;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Faults;

/// <summary>
/// The service does what it was asked and its answer is lost, so the client repeats what has happened already. Every write is sent over a
/// connection used before, where .NET would otherwise repeat some requests silently.
/// </summary>
public sealed class LostAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_insert_finds_its_own_row_but_not_another_ones()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        proxied.Tables.Next($"POST /devstoreaccount1/{table.Name}", Fault.LoseAnswer, Fault.LoseRequest);

        var own = await table.AddEntityAsync(new TableEntity("p", "own") { { "B", new byte[] { 1 } }, { "D", 1.0 } }, Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "other") { { "A", 1 } }, TableUpdateMode.Replace, Stop);
        var other = await table.AddEntityAsync(new TableEntity("p", "other") { { "A", 2 } }, Stop);

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Exists), (own.Outcome, other.Outcome));
        Assert.Equal((await table.GetEntityIfExistsAsync("p", "own", null, Stop))!.ETag, own.ETag);
        Assert.Equal(2, proxied.Faults);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, "PATCH")]
    [InlineData(TableUpdateMode.Replace, "PUT")]
    public async Task A_conditional_update_recognises_its_own_change(TableUpdateMode mode, string method)
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, Stop);
        proxied.Tables.Next(method, Fault.LoseAnswer);

        var update = await table.UpdateEntityAsync(new TableEntity("p", "r") { { "A", 2 } }, first.ETag, mode, Stop);

        Assert.Equal(WriteOutcome.Saved, update.Outcome);
        Assert.Equal((await table.GetEntityIfExistsAsync("p", "r", null, Stop))!.ETag, update.ETag);
        Assert.Equal(1, proxied.Faults);
    }

    [Fact]
    public async Task An_update_that_lost_against_another_is_stale()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { { "A", 3 } }, TableUpdateMode.Replace, Stop);
        proxied.Tables.Next("PUT", Fault.LoseAnswer);

        var update = await table.UpdateEntityAsync(new TableEntity("p", "r") { { "A", 2 } }, first.ETag, TableUpdateMode.Replace, Stop);

        Assert.Equal(WriteOutcome.Stale, update.Outcome);
    }

    [Fact]
    public async Task A_deletion_that_finds_nothing_left_has_worked()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        var queue = await proxied.QueueAsync();
        var container = await proxied.ContainerAsync();
        var row = await table.AddEntityAsync(new TableEntity("p", "r"), Stop);
        var message = await queue.SendMessageAsync("x", cancellationToken: Stop);
        await container.GetBlobClient("b").UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop);
        proxied.Tables.Next("DELETE", Fault.LoseAnswer);
        proxied.Queues.Next("DELETE", Fault.LoseAnswer);
        proxied.Blobs.Next("DELETE", Fault.LoseAnswer);

        Assert.Equal(WriteOutcome.Saved, (await table.DeleteEntityAsync("p", "r", row.ETag, Stop)).Outcome);
        Assert.True(await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Stop));
        Assert.Equal(WriteOutcome.Saved, (await container.GetBlobClient("b").DeleteIfExistsAsync(cancellationToken: Stop)).Outcome);
        Assert.Equal(3, proxied.Faults);
    }

    [Fact]
    public async Task A_transaction_recognises_itself()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        var old = await table.AddEntityAsync(new TableEntity("p", "changed") { { "A", 1 } }, Stop);
        await table.AddEntityAsync(new TableEntity("p", "deleted"), Stop);
        proxied.Tables.Next("POST /devstoreaccount1/$batch", Fault.LoseAnswer);

        var result = await table.SubmitTransactionAsync(
            [
                TableTransactionAction.Add(new TableEntity("p", "added") { { "T", "文" } }),
                TableTransactionAction.Update(new TableEntity("p", "changed") { { "A", 2 } }, old.ETag, TableUpdateMode.Merge),
                TableTransactionAction.Delete("p", "deleted", ETag.All),
            ],
            Stop);

        Assert.True(result is { IsSaved: true, WasRetried: true });
        Assert.Equal((await table.GetEntityIfExistsAsync("p", "added", null, Stop))!.ETag, result.ETags[0]);
        Assert.Equal(3, result.ETags.Count);
    }

    [Fact]
    public async Task A_transaction_refused_for_good_stays_refused()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var table = await proxied.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken") { { "A", 1 } }, Stop);
        proxied.Tables.Next("POST /devstoreaccount1/$batch", Fault.LoseRequest);

        var result = await table.SubmitTransactionAsync([TableTransactionAction.Add(new TableEntity("p", "taken") { { "A", 2 } })], Stop);

        Assert.Equal((WriteOutcome.Exists, true), (result.Outcome, result.WasRetried));
    }

    [Fact]
    public async Task An_upload_recognises_its_own_content()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var container = await proxied.ContainerAsync();
        var createOnly = new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly };
        proxied.Blobs.Next("PUT", Fault.LoseAnswer);

        var created = await container.GetBlobClient("created").UploadAsync(BinaryData.FromString("own"), createOnly, Stop);
        await container.GetBlobClient("taken").UploadAsync(BinaryData.FromString("theirs"), cancellationToken: Stop);
        proxied.Blobs.Next("PUT", Fault.LoseRequest);
        var taken = await container.GetBlobClient("taken").UploadAsync(BinaryData.FromString("ours"), createOnly, Stop);

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Exists), (created.Outcome, taken.Outcome));
        Assert.Equal((await container.GetBlobClient("created").GetPropertiesIfExistsAsync(Stop))!.ETag, created.ETag);
        Assert.Equal(2, proxied.Faults);
    }

    [Fact]
    public async Task A_commit_of_blocks_recognises_itself()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var blob = (await proxied.ContainerAsync()).GetBlobClient("large");
        var content = new byte[5 * 1024 * 1024];
        proxied.Blobs.Next($"PUT /devstoreaccount1/{blob.BlobContainerName}/large?comp=block&", Fault.LoseAnswer, Fault.None);
        proxied.Blobs.Next($"PUT /devstoreaccount1/{blob.BlobContainerName}/large?comp=blocklist", Fault.None, Fault.None);
        proxied.Blobs.Next($"PUT /devstoreaccount1/{blob.BlobContainerName}/large?comp=blocklist", Fault.LoseAnswer);

        var result = await blob.UploadAsync(new MemoryStream(content), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, Stop);

        Assert.True(result.IsSaved);
        Assert.Equal((await blob.GetPropertiesIfExistsAsync(Stop))!.ETag, result.ETag);
    }

    [Fact]
    public async Task An_append_at_a_position_happens_once()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var log = (await proxied.ContainerAsync()).GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(cancellationToken: Stop);
        await log.AppendBlockAsync(Encoding.UTF8.GetBytes("one"), 0, cancellationToken: Stop);
        proxied.Blobs.Next("PUT", Fault.LoseAnswer);

        var append = await log.AppendBlockAsync(Encoding.UTF8.GetBytes("two"), 3, cancellationToken: Stop);

        Assert.Equal((WriteOutcome.Saved, 3L, 2), (append.Outcome, append.AppendOffset, append.CommittedBlockCount));
        Assert.Equal("onetwo", (await log.DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
        Assert.Equal(1, proxied.Faults);
    }

    [Fact]
    public async Task An_append_at_a_position_that_another_took_is_stale()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var log = (await proxied.ContainerAsync()).GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(cancellationToken: Stop);
        await log.AppendBlockAsync(Encoding.UTF8.GetBytes("one"), 0, cancellationToken: Stop);
        proxied.Blobs.Next("PUT", Fault.LoseRequest);

        Assert.Equal(WriteOutcome.Stale, (await log.AppendBlockAsync(Encoding.UTF8.GetBytes("two"), 0, cancellationToken: Stop)).Outcome);
    }

    [Fact]
    public async Task An_append_anywhere_is_never_repeated()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var log = (await proxied.ContainerAsync()).GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(cancellationToken: Stop);
        proxied.Blobs.Next("PUT", Fault.LoseAnswer);

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => log.AppendBlockAsync(Encoding.UTF8.GetBytes("one"), cancellationToken: Stop));

        Assert.True(StorageFailure.IsOutage(error));
        Assert.Equal("one", (await log.DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
    }

    [Fact]
    public async Task A_lease_taken_twice_is_still_the_callers()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var blob = (await proxied.ContainerAsync()).GetBlobClient("lock");
        await blob.UploadAsync(BinaryData.Empty, cancellationToken: Stop);
        var lease = blob.GetBlobLeaseClient();
        proxied.Blobs.Next("PUT", Fault.LoseAnswer);

        Assert.Equal(BlobLeaseOutcome.Acquired, await lease.AcquireAsync(TimeSpan.FromSeconds(15), Stop));
        Assert.Equal(1, proxied.Faults);
    }

    [Fact]
    public async Task A_copy_recognises_itself()
    {
        await using var proxied = await ProxiedAccount.StartAsync();
        var container = await proxied.ContainerAsync();
        await container.GetBlobClient("source").UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop);
        var source = new UriBuilder(container.GetBlobClient("source").Uri) { Port = (await AzuriteServer.Shared).Ports.Blob }.Uri;
        proxied.Blobs.Next("PUT", Fault.LoseAnswer);

        var copy = await container.GetBlobClient("copy").CopyFromUriAsync(source, new() { DestinationConditions = BlobRequestConditions.CreateOnly }, Stop);

        Assert.Equal(WriteOutcome.Saved, copy.Outcome);
        Assert.Equal(1, proxied.Faults);
    }
}
