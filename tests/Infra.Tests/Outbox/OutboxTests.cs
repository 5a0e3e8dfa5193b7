using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Outbox;

public sealed class OutboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_takes_three_storage_transactions_and_is_announced_at_once()
    {
        var setting = await Setting.CreateAsync();
        var before = setting.Meter.Total;

        var commit = await new OutboxWriter(setting.Queue, Setting.Type).CommitAsync(setting.Table, "a", Setting.Creation("a"), Stop);

        Assert.Equal(3, setting.Meter.Total - before);
        Assert.True(commit.IsCommitted);
        Assert.Equal((await setting.StateAsync("a"))!.ETag, Assert.Single(commit.ETags));
        var item = Assert.Single(Setting.Read(Assert.Single(await setting.ReceiveNowAsync())).Items);
        Assert.Equal("a", item.Partition);
        Assert.True((await setting.Reader.ClaimAsync(item, Setting.Type, Stop)).IsPending);
    }

    [Fact]
    public async Task An_event_is_pending_until_it_is_completed_however_often_it_is_delivered()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        await setting.CommitAsync(item, Setting.Creation("a"));

        var first = await setting.Reader.ClaimAsync(item, Setting.Type, Stop);
        var second = await setting.Reader.ClaimAsync(item, Setting.Type, Stop);

        Assert.True(first.IsPending && second.IsPending);
        Assert.True(await setting.Reader.CompleteAsync(first, Stop));
        Assert.False(await setting.Reader.CompleteAsync(second, Stop));
        var third = await setting.Reader.ClaimAsync(item, Setting.Type, Stop);
        Assert.Equal(OutboxState.Done, third.State);
        Assert.True(await setting.Reader.IsCommittedAsync(item, Setting.Type, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => setting.Reader.CompleteAsync(third, Stop));
    }

    [Fact]
    public async Task Completing_within_the_effects_own_transaction_lets_them_happen_once()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        await setting.CommitAsync(item, Setting.Creation("a"));
        var claims = await Task.WhenAll(setting.Reader.ClaimAsync(item, Setting.Type, Stop), setting.Reader.ClaimAsync(item, Setting.Type, Stop));

        var effects = await Task.WhenAll(claims.Select((claim, i) => setting.Table.SubmitTransactionAsync(
            [TableTransactionAction.Add(new TableEntity("a", $"effect-{i}")), OutboxReader.Completion(claim)], Stop)));

        Assert.Single(effects, static effect => effect.IsSaved);
        Assert.Single(await setting.Table.QueryAsync(TableFilter.RowKeyPrefix("a", "effect-"), cancellationToken: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_refused_change_leaves_neither_message_nor_row()
    {
        var setting = await Setting.CreateAsync();
        var state = await setting.Table.AddEntityAsync(new TableEntity("a", "state"), Stop);
        await setting.Table.UpsertEntityAsync(new TableEntity("a", "state") { { "Value", 2 } }, TableUpdateMode.Replace, Stop);

        var stale = await setting.Writer.CommitAsync(setting.Table, "a", Setting.Change("a", 3, state.ETag), Stop);
        var exists = await setting.Writer.CommitAsync(setting.Table, "a", Setting.Creation("a"), Stop);
        var missing = await setting.Writer.CommitAsync(setting.Table, "b", Setting.Change("b", 3, state.ETag), Stop);

        Assert.Equal(
            [(OutboxOutcome.Stale, 0), (OutboxOutcome.Exists, 0), (OutboxOutcome.NotFound, 0)],
            new[] { stale, exists, missing }.Select(static commit => (commit.Outcome, commit.FailedIndex)));
        Assert.Equal(0, (await setting.Queue.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount);
        Assert.Single(await setting.Table.QueryAsync(cancellationToken: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Several_aggregates_are_announced_together_without_those_that_were_refused()
    {
        var setting = await Setting.CreateAsync();
        await setting.Table.AddEntityAsync(new TableEntity("b", "state"), Stop);
        OutboxItem[] items = [Setting.NewEvent("a"), Setting.NewEvent("b"), Setting.NewEvent("c")];

        var intent = await setting.Writer.BeginAsync(items, Stop);
        var commits = await Task.WhenAll(items.Select(item => intent.CommitAsync(setting.Table, item, Setting.Creation(item.Partition), Stop)));
        await intent.PublishAsync(Stop);

        Assert.Equal([OutboxOutcome.Committed, OutboxOutcome.Exists, OutboxOutcome.Committed], commits.Select(static commit => commit.Outcome));
        Assert.Equal([items[0], items[2]], Setting.Read(Assert.Single(await setting.ReceiveNowAsync())).Items);
    }

    [Fact]
    public async Task An_intent_names_at_most_two_hundred_events_and_commits_none_but_those()
    {
        var setting = await Setting.CreateAsync();
        var items = Enumerable.Range(0, 201).Select(static i => Setting.NewEvent($"partition-{i:D32}")).ToList();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => setting.Writer.BeginAsync(items, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => setting.Writer.BeginAsync([], Stop));
        var intent = await setting.Writer.BeginAsync(items[..200], Stop);
        await Assert.ThrowsAsync<ArgumentException>(() => intent.CommitAsync(setting.Table, items[200], Setting.Creation(items[200].Partition), Stop));
    }

    [Fact]
    public async Task An_event_committed_before_is_told_as_existing_and_stays_announced()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        await setting.CommitAsync(item, Setting.Creation("a"));

        var again = await setting.CommitAsync(item, [TableTransactionAction.Add(new TableEntity("a", "other"))]);

        Assert.Equal((OutboxOutcome.Exists, -1), (again.Outcome, again.FailedIndex));
        Assert.Equal([item], Setting.Read(Assert.Single(await setting.ReceiveNowAsync())).Items);
    }
}
