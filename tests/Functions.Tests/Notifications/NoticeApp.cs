using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Vendors;
using Marketplace.Identity;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications;

/// <summary>An app whose clock a class moves; its inboxes are told apart by company or department.</summary>
public sealed class NoticeApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = FakeTimeProvider.Running();

    internal NotificationService Desk => App.Services.GetRequiredService<NotificationService>();

    public async ValueTask InitializeAsync() => App = await TestApp.StartAsync(new TestAppOptions
    {
        Follows = false,
        Adjust = services => services.AddSingleton<TimeProvider>(Time),
    });

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>Two of a company's staff, whom nobody has told anything yet.</summary>
    public static (Actor Member, Actor Admin, CreditCode Code) NewCompany()
    {
        var code = CreditCode.Parse(VendorSteps.NewCode());
        return (Actor.Member with { CreditCode = code.Value }, Actor.Admin with { CreditCode = code.Value }, code);
    }

    /// <summary>Posts a notice a second after the one before.</summary>
    internal async Task<Notification> PostAsync(Recipient recipient, string cause, string code = "submission.published")
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        var notice = Made(recipient, cause, code);
        await Desk.PostAsync([notice], TestContext.Current.CancellationToken);
        return notice;
    }

    internal Notification Made(Recipient recipient, string cause, string code = "submission.published") =>
        Notification.Of(cause, recipient, code, Time.GetUtcNow()) with
        {
            ListingId = "abc",
            SubmissionId = "abc-1",
            State = "published",
            Reason = "符合要求",
            Values = new Dictionary<string, string> { ["name"] = "一网统管" }
        };
}
