using Marketplace.Hosting;

namespace Marketplace.Functions.Notifications;

/// <summary>Where capabilities hand in what recipients are to be told. A notice arrives once, however often and by however many it is handed in.</summary>
internal sealed class NoticeDesk(NoticeStore store, NoticeTexts texts, TimeProvider time)
{
    private const int ParallelWrites = 8;

    /// <summary>
    /// Puts each notice into its inboxes unless it is there. When this returns, all of them are; when it throws, hand them all in again.
    /// Made for projections, which are: a message is done only when every notice is.
    /// </summary>
    /// <exception cref="InvalidOperationException">A notice has an unknown code or lacks a value of its text; nothing is posted.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage is away.</exception>
    public async Task PostAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        foreach (var notice in notices) texts.Say(notice, Language.Chinese);
        var oldest = time.GetUtcNow() - Notice.Lifetime;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelWrites, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(notices.Where(notice => notice.At > oldest), options, async (notice, stop) => await PostAsync(notice, stop));
    }

    private async Task PostAsync(Notice notice, CancellationToken cancellationToken)
    {
        foreach (var inbox in RecipientRules.InboxesOf(notice.Recipient))
            await store.AddAsync(inbox, notice, time.GetUtcNow(), cancellationToken);
    }
}
