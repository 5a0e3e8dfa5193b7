using Marketplace.Functions.Notifications;
using Marketplace.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications;

public sealed class SweepTests(NoticeApp notices) : IClassFixture<NoticeApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_told_long_ago_is_removed_and_not_told_again()
    {
        var (member, _, code) = NoticeApp.NewCompany();
        var (services, id) = (notices.App.Services, notices.App.IdOf(member));
        var (store, marks) = (services.GetRequiredService<NotificationStore>(), services.GetRequiredService<ReadMarkStore>());
        var old = await notices.PostAsync(Recipient.Company(code), "old");
        await marks.AddAsync(id, [(await store.FindAsync(old.Recipient, old.Id, Stop))!], Stop);
        notices.Time.Advance(Notification.Lifetime);
        var kept = await notices.PostAsync(Recipient.Company(code), "kept");

        await services.GetRequiredService<SweepNotifications>().RunAsync(Stop);
        await services.GetRequiredService<SweepNotifications>().RunAsync(Stop);
        await notices.Desk.PostAsync([old], Stop);

        var table = services.GetRequiredService<TableServiceClient>().GetTableClient(NotificationStore.TableName);
        Assert.Equal([kept.Id], await store.ReadAsync(kept.Recipient, null, null, 10, Stop).Select(stored => stored.Notification.Id).ToListAsync(Stop));
        Assert.Equal(2, await table.QueryAsync(TableFilter.Partition(NotificationRows.InboxOf(kept.Recipient)), cancellationToken: Stop).CountAsync(Stop));
        Assert.Empty((await marks.ReadAsync(id, Stop)).Places);
    }
}
