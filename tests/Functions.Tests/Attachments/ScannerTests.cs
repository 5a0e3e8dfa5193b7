using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Tests.App;
using Marketplace.Outbox;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Attachments;

/// <summary>With a scanner that says what a test wants, or is away.</summary>
public sealed class ScannerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_scanner_knows_as_malware_is_refused_and_gone()
    {
        await using var clamd = ClamdPeer.Start(static (_, file) => file.Length > 0 ? "stream: Known.Bad FOUND\0" : "stream: OK\0");
        await using var bench = await AttachmentBench.StartAsync(null, $"--Marketplace:Clamd=tcp://127.0.0.1:{clamd.Port}");
        var home = AttachmentBench.NewHome();
        var file = await bench.CompletedAsync(home);

        await bench.RunAsync(Assert.Single(await bench.MessagesAsync(home)));

        var refused = await bench.ReadAsync(home, file.Id);
        Assert.Equal(AttachmentBench.Picture, clamd.Received);
        Assert.Equal((AttachmentState.Refused, "fileMalware", true), (refused.State, refused.Findings[^1].Code, refused.IsMalware));
        Assert.Contains("Known.Bad", refused.Findings[^1].Values["detail"], StringComparison.Ordinal);
        Assert.Equal((false, false), await bench.WhereAsync(home, file.Id));
    }

    [Fact]
    public async Task While_the_scanner_is_away_the_verdict_stays_open_and_says_so()
    {
        var answer = "stream: Busy ERROR\0";
        await using var clamd = ClamdPeer.Start((_, _) => answer);
        await using var bench = await AttachmentBench.StartAsync(null, $"--Marketplace:Clamd=tcp://127.0.0.1:{clamd.Port}");
        var home = AttachmentBench.NewHome();
        var file = await bench.CompletedAsync(home);

        var message = Assert.Single(await bench.MessagesAsync(home));
        await bench.RunAsync(message);
        Assert.False(await bench.ScannedAsync(home));
        await bench.SweepAsync();

        var waiting = await bench.ReadAsync(home, file.Id);
        Assert.Equal((AttachmentState.Scanning, "checkUnavailable", FindingSeverity.Warning),
            (waiting.State, Assert.Single(waiting.Findings).Code, waiting.Findings[0].Severity));
        Assert.Equal("attachmentNotClean", (await bench.Service.LinkAsync(home, file.Id, Stop)).Refusal?.Code);
        Assert.Equal((true, false), await bench.WhereAsync(home, file.Id));
        Assert.Equal(2, await bench.CountMessagesAsync());

        answer = "stream: OK\0";
        await bench.RunAsync(message);
        var clean = await bench.ReadAsync(home, file.Id);
        Assert.Equal(AttachmentState.Clean, clean.State);
        Assert.Empty(clean.Findings);
    }

    [Fact]
    public async Task A_message_whose_completion_was_never_committed_does_nothing()
    {
        await using var bench = await AttachmentBench.StartAsync();
        var home = AttachmentBench.NewHome();
        var file = await bench.CompletedAsync(home);

        await bench.RunAsync(new OutboxMessage([new OutboxItem(home.Partition, "never")]));

        Assert.Equal(AttachmentState.Scanning, (await bench.ReadAsync(home, file.Id)).State);
    }

    [Fact]
    public async Task A_ticket_ends_after_an_hour_and_can_be_renewed()
    {
        var time = FakeTimeProvider.Running();
        time.Advance(TimeSpan.FromHours(-2));
        await using var bench = await AttachmentBench.StartAsync(time);
        var home = AttachmentBench.NewHome();
        var expired = await bench.AnnounceAsync(home);
        Assert.Equal(403, await bench.PutAsync(expired.Upload, AttachmentBench.Picture));

        time.Advance(TimeSpan.FromHours(2));
        var renewed = AttachmentBench.Taken(await bench.Service.RenewAsync(home, expired.AttachmentId, Stop));

        Assert.Equal(201, await bench.PutAsync(renewed.Upload, AttachmentBench.Picture));
        Assert.Equal(AttachmentState.Scanning, AttachmentBench.Taken(await bench.Service.CompleteAsync(home, expired.AttachmentId, Stop)).State);
        Assert.Equal("uploadNotAwaited", (await bench.Service.RenewAsync(home, expired.AttachmentId, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Tickets_that_ran_out_make_room_and_uploads_nobody_completes_are_swept_after_a_day()
    {
        var time = FakeTimeProvider.Running();
        await using var bench = await AttachmentBench.StartAsync(time);
        var home = AttachmentBench.NewHome();
        var forgotten = await bench.UploadedAsync(home);
        for (var i = 1; i < AttachmentRules.MostLive; i++)
        {
            await bench.AnnounceAsync(home);
        }

        time.Advance(TimeSpan.FromHours(2));
        await bench.AnnounceAsync(home);
        await bench.SweepAsync();
        Assert.Equal((true, false), await bench.WhereAsync(home, forgotten.AttachmentId));

        time.Advance(TimeSpan.FromHours(23));
        await bench.SweepAsync();
        Assert.Equal((false, false), await bench.WhereAsync(home, forgotten.AttachmentId));
        Assert.Equal(AttachmentState.Removed, (await bench.ReadAsync(home, forgotten.AttachmentId)).State);
        Assert.Equal("notFound", (await bench.Service.CompleteAsync(home, forgotten.AttachmentId, Stop)).Refusal?.Code);
    }
}
