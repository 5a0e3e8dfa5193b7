using Marketplace.Outbox;
using Marketplace.Storage;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Outbox;

/// <summary>The table service does what it was asked, and its answer does not arrive.</summary>
public sealed class OutboxLostAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_still_told_as_committed()
    {
        await using var proxy = FaultProxy.Start((await AzuriteServer.Shared).Ports.Table);
        var setting = await Setting.CreateAsync(await ThroughAsync(proxy));
        proxy.Next("POST /devstoreaccount1/$batch", Fault.LoseAnswer);

        var commit = await setting.Writer.CommitAsync(setting.Table, "a", Setting.Creation("a"), Stop);

        Assert.True(commit.IsCommitted);
        Assert.Equal(2, proxy.Seen.Count(static seen => seen.Request.Contains("$batch", StringComparison.Ordinal)));
        Assert.Equal((await setting.StateAsync("a"))!.ETag, Assert.Single(commit.ETags));
    }

    [Fact]
    public async Task It_is_so_even_when_somebody_has_built_upon_it_before_the_repetition()
    {
        await using var proxy = FaultProxy.Start((await AzuriteServer.Shared).Ports.Table);
        var setting = await Setting.CreateAsync(await ThroughAsync(proxy));
        var direct = (await AccountAsync()).CreateTableServiceClient().GetTableClient(setting.Table.Name);
        var state = await direct.AddEntityAsync(new TableEntity("a", "state"), Stop);
        proxy.Next("POST /devstoreaccount1/$batch", Fault.LoseAnswer, Fault.Busy);

        var committing = setting.Writer.CommitAsync(setting.Table, "a", Setting.Change("a", 7, state.ETag), Stop);
        await Eventually.TrueAsync(async () => (await direct.GetEntityIfExistsAsync("a", "state", null, Stop))?.GetInt32("Value") == 7, Stop);
        await direct.UpsertEntityAsync(new TableEntity("a", "state") { { "Value", 8 } }, TableUpdateMode.Replace, Stop);
        var commit = await committing;

        Assert.True(commit.IsCommitted);
        Assert.Single(await setting.ReceiveNowAsync());
    }

    [Fact]
    public async Task A_refusal_after_a_lost_request_is_final()
    {
        await using var proxy = FaultProxy.Start((await AzuriteServer.Shared).Ports.Table);
        var setting = await Setting.CreateAsync(await ThroughAsync(proxy));
        await setting.Table.AddEntityAsync(new TableEntity("a", "state"), Stop);
        var item = Setting.NewEvent("a");
        proxy.Next("POST /devstoreaccount1/$batch", Fault.LoseRequest);

        var commit = await setting.CommitAsync(item, Setting.Creation("a"));

        Assert.Equal(OutboxOutcome.Exists, commit.Outcome);
        Assert.Equal(OutboxState.Cancelled, (await setting.Reader.ClaimAsync(item, Setting.Type, Stop)).State);
    }

    private static async Task<StorageAccount> AccountAsync() => StorageAccount.FromConnectionString((await AzuriteServer.Shared).ConnectionString);

    private static async Task<StorageAccount> ThroughAsync(FaultProxy proxy)
    {
        var direct = await AccountAsync();
        return new StorageAccount(direct.BlobEndpoint, direct.QueueEndpoint, new UriBuilder(direct.TableEndpoint) { Port = proxy.Port }.Uri, direct.Credential);
    }
}
