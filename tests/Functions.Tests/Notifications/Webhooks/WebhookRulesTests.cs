using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

public sealed class WebhookRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 600)]
    [InlineData(5, 3_600)]
    [InlineData(6, 21_600)]
    [InlineData(7, 86_400)]
    [InlineData(8, null)]
    public void Pauses_grow_and_end(int attempts, int? seconds)
    {
        Assert.Equal(seconds, WebhookRules.PauseAfter(attempts, 0)?.TotalSeconds);
        Assert.Equal(seconds * 1.2, WebhookRules.PauseAfter(attempts, 1)?.TotalSeconds);
    }

    [Theory]
    [InlineData("company", "company:A", true)]
    [InlineData("company:A", "company:A", true)]
    [InlineData("company:A", "company:AB", false)]
    [InlineData("company:AB", "company:A", false)]
    [InlineData("reviewers:44", "reviewers:440103", true)]
    [InlineData("reviewers:4403", "reviewers:440103", false)]
    [InlineData("reviewers:440103", "reviewers:44", false)]
    [InlineData("department:x", "department:xy", false)]
    [InlineData("operators", "operators", true)]
    [InlineData("operators", "company:A", false)]
    public void A_filter_covers_what_it_names(string filter, string recipient, bool covers)
    {
        var webhook = new Webhook("a", "https://example.com/", [], [filter]) { CreatedAt = Now };
        Assert.Equal(covers, WebhookRules.Matches(webhook, Stored(recipient, Now)));
    }

    [Fact]
    public void Codes_and_the_time_of_creation_choose_too()
    {
        var webhook = new Webhook("a", "https://example.com/", ["listing.suspended"], []) { CreatedAt = Now };
        Assert.True(WebhookRules.Matches(webhook, Stored("operators", Now)));
        Assert.False(WebhookRules.Matches(webhook with { Codes = ["listing.resumed"] }, Stored("operators", Now)));
        Assert.False(WebhookRules.Matches(webhook, Stored("operators", Now.AddTicks(-1))));
        Assert.False(WebhookRules.Matches(webhook, Stored("person:issuer#me", Now)));
    }

    [Fact]
    public void A_success_in_between_or_failures_from_before_keep_a_receiver_on()
    {
        var webhook = new Webhook("a", "https://example.com/", [], []) { EnabledAt = Now };
        var dead = Enumerable.Range(1, WebhookRules.MaxDead).Select(i => Ended(DeliveryState.Dead, Now.AddHours(i))).ToList();
        Assert.Equal(WebhookFailure.DeadLetters, WebhookRules.FailureOf(webhook, dead));
        Assert.Null(WebhookRules.FailureOf(webhook, dead.Skip(1)));
        Assert.Null(WebhookRules.FailureOf(webhook, [.. dead, Ended(DeliveryState.Delivered, Now.AddHours(3.5))]));
        Assert.Equal(WebhookFailure.DeadLetters, WebhookRules.FailureOf(webhook, [.. dead, Ended(DeliveryState.Delivered, Now.AddHours(0.5))]));
        Assert.Null(WebhookRules.FailureOf(webhook with { EnabledAt = Now.AddHours(2) }, dead));
    }

    [Fact]
    public void Every_notice_has_both_texts_with_the_same_placeholders()
    {
        var texts = NotificationTexts.Load();
        var values = new Dictionary<string, string> { ["name"] = "甲" };
        Assert.Equal(20, texts.Codes.Count());
        foreach (var code in texts.Codes)
        {
            var notice = Notification.Of("a", Recipient.Operators, code, Now) with { Values = values };
            Assert.Contains("甲", texts.Say(notice, Marketplace.Hosting.ProblemDetails.Language.Chinese), StringComparison.Ordinal);
            Assert.Contains("甲", texts.Say(notice, Marketplace.Hosting.ProblemDetails.Language.English), StringComparison.Ordinal);
        }
    }

    private static StoredNotification Stored(string recipient, DateTimeOffset postedAt) =>
        new(NotificationRows.PlaceOf(postedAt, "x"), Notification.Of("a", Recipient.Parse(recipient), "listing.suspended", postedAt));

    private static Delivery Ended(DeliveryState state, DateTimeOffset at) => new("a", "1", "x", "listing.suspended", "{}") { State = state, FinishedAt = at };
}
