namespace Marketplace.Functions.Notifications;

/// <summary>Removes what was told long ago, so much a day; what is left over is for the next day.</summary>
internal sealed class SweepNotices(NoticeStore notices, TimeProvider time)
{
    private const int MostPerRun = 5_000;

    public Task RunAsync(CancellationToken cancellationToken) => notices.RemoveAsync(time.GetUtcNow() - Notice.Lifetime, MostPerRun, cancellationToken);
}
