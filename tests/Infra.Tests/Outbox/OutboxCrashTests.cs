using Marketplace.Outbox;

namespace Marketplace.Infra.Tests.Outbox;

/// <summary>A process dies, or freezes, between any two steps: simulated by simply not going on.</summary>
public sealed class OutboxCrashTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dying_before_the_commit_leaves_an_intent_that_is_cancelled_when_it_shows()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        await new OutboxWriter(setting.Queue, Setting.Type, TimeSpan.FromDays(1)).BeginAsync([item], Stop);
        Assert.Empty(await setting.ReceiveNowAsync());

        await setting.Writer.BeginAsync([item], Stop);
        var message = await setting.ReceiveAsync();

        Assert.Equal([item], message.Items);
        Assert.Equal(OutboxState.Cancelled, (await setting.Reader.ClaimAsync(item, Setting.Type, Stop)).State);
        Assert.False(await setting.Reader.IsCommittedAsync(item, Setting.Type, Stop));
    }

    [Fact]
    public async Task A_commit_that_comes_after_the_cancellation_fails_whole_and_its_caller_is_told()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        var frozen = await setting.Writer.BeginAsync([item], Stop);
        var message = await setting.ReceiveAsync();
        await setting.Reader.ClaimAsync(item, Setting.Type, Stop);

        var late = await frozen.CommitAsync(setting.Table, item, Setting.Creation("a"), Stop);
        await frozen.PublishAsync(Stop);

        Assert.Equal((OutboxOutcome.Cancelled, -1), (late.Outcome, late.FailedIndex));
        Assert.Null(await setting.StateAsync("a"));
        var anew = await setting.Writer.CommitAsync(setting.Table, "a", Setting.Creation("a"), Stop);
        Assert.True(anew.IsCommitted);
    }

    [Fact]
    public async Task Dying_before_the_message_is_shown_loses_only_time()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        var intent = await setting.Writer.BeginAsync([item], Stop);
        Assert.True((await intent.CommitAsync(setting.Table, item, Setting.Creation("a"), Stop)).IsCommitted);

        var message = await setting.ReceiveAsync();

        Assert.True((await setting.Reader.ClaimAsync(Assert.Single(message.Items), Setting.Type, Stop)).IsPending);
    }

    [Fact]
    public async Task A_consumer_that_dies_before_completing_is_followed_by_one_that_finds_the_event_pending()
    {
        var setting = await Setting.CreateAsync();
        var item = Setting.NewEvent("a");
        await setting.CommitAsync(item, Setting.Creation("a"));
        var first = await setting.ReceiveAsync();
        Assert.True((await setting.Reader.ClaimAsync(item, Setting.Type, Stop)).IsPending);

        var second = await setting.ReceiveAsync();

        Assert.True(await setting.Reader.CompleteAsync(await setting.Reader.ClaimAsync(item, Setting.Type, Stop), Stop));
        Assert.Equal(OutboxState.Done, (await setting.Reader.ClaimAsync(item, Setting.Type, Stop)).State);
    }

    [Fact]
    public async Task Committers_and_consumers_that_race_always_agree()
    {
        const int races = 300;
        var setting = await Setting.CreateAsync();
        var agreed = 0;
        for (var race = 0; race < races; race++)
        {
            var item = Setting.NewEvent($"p{race}");
            var intent = await setting.Writer.BeginAsync([item], Stop);
            var consumerIsAhead = race % 2 == 0;

            var early = consumerIsAhead ? setting.Reader.ClaimAsync(item, Setting.Type, Stop) : null;
            var committing = intent.CommitAsync(setting.Table, item, Setting.Creation(item.Partition), Stop);
            var claim = await (early ?? setting.Reader.ClaimAsync(item, Setting.Type, Stop));
            var commit = await committing;

            var exists = await setting.StateAsync(item.Partition) is not null;
            Assert.Equal(commit.IsCommitted, exists);
            Assert.Equal(commit.IsCommitted ? OutboxState.Pending : OutboxState.Cancelled, claim.State);
            Assert.Equal(commit.IsCommitted ? OutboxOutcome.Committed : OutboxOutcome.Cancelled, commit.Outcome);
            agreed++;
        }

        Assert.Equal(races, agreed);
    }
}
