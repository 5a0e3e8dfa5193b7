using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Infra.Tests.Storage.Blobs;

public sealed class BlobLeaseClientTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_ten_racing_takers_one_gets_the_lease()
    {
        var blob = await LockAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => blob.GetBlobLeaseClient().AcquireAsync(Quarter, Stop)));

        Assert.Single(outcomes, BlobLeaseOutcome.Acquired);
        Assert.Equal(9, outcomes.Count(static outcome => outcome == BlobLeaseOutcome.Held));
    }

    [Fact]
    public async Task Taking_ones_own_lease_again_succeeds()
    {
        var lease = (await LockAsync()).GetBlobLeaseClient();

        Assert.Equal(BlobLeaseOutcome.Acquired, await lease.AcquireAsync(Quarter, Stop));
        Assert.Equal(BlobLeaseOutcome.Acquired, await lease.AcquireAsync(Quarter, Stop));
        Assert.True(await lease.RenewAsync(Stop));
    }

    [Fact]
    public async Task A_released_lease_is_free_and_a_lost_one_cannot_be_renewed()
    {
        var blob = await LockAsync();
        var first = blob.GetBlobLeaseClient();
        var second = blob.GetBlobLeaseClient();
        await first.AcquireAsync(Quarter, Stop);

        Assert.True(await first.ReleaseAsync(Stop));
        Assert.Equal(BlobLeaseOutcome.Acquired, await second.AcquireAsync(Quarter, Stop));
        Assert.False(await first.RenewAsync(Stop));
        Assert.False(await first.ReleaseAsync(Stop));
        Assert.True(await first.BreakAsync(Stop));
        Assert.False(await second.RenewAsync(Stop));
        Assert.Equal(BlobLeaseOutcome.Acquired, await first.AcquireAsync(Quarter, Stop));
    }

    [Fact]
    public async Task Only_the_holder_writes()
    {
        var blob = await LockAsync();
        var lease = blob.GetBlobLeaseClient();
        await lease.AcquireAsync(Quarter, Stop);
        var holder = new BlobRequestConditions { LeaseId = lease.LeaseId };
        var stranger = new BlobRequestConditions { LeaseId = "11111111-2222-3333-4444-555555555555" };

        var content = BinaryData.FromString("x");
        Assert.Equal(WriteOutcome.Leased, (await blob.UploadAsync(content, null, Stop)).Outcome);
        Assert.Equal(WriteOutcome.Leased, (await blob.UploadAsync(content, new BlobUploadOptions { Conditions = stranger }, Stop)).Outcome);
        Assert.Equal(WriteOutcome.Leased, (await blob.DeleteIfExistsAsync(null, Stop)).Outcome);
        Assert.Equal(WriteOutcome.Saved, (await blob.UploadAsync(content, new BlobUploadOptions { Conditions = holder }, Stop)).Outcome);
        Assert.True((await blob.DownloadContentAsync(cancellationToken: Stop)).IsFound);
        await lease.ReleaseAsync(Stop);
        Assert.Equal(WriteOutcome.Leased, (await blob.UploadAsync(content, new BlobUploadOptions { Conditions = holder }, Stop)).Outcome);
    }

    [Fact]
    public async Task A_missing_blob_and_an_impossible_duration_are_told()
    {
        var lease = (await Emulator.ContainerAsync()).GetBlobClient("none").GetBlobLeaseClient();

        Assert.Equal(BlobLeaseOutcome.NotFound, await lease.AcquireAsync(Quarter, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => lease.AcquireAsync(TimeSpan.FromSeconds(14), Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => lease.AcquireAsync(TimeSpan.FromSeconds(61), Stop));
    }

    private static async Task<BlobClient> LockAsync()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("lock");
        await blob.UploadAsync(BinaryData.Empty, new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, Stop);
        return blob;
    }
}
