using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

/// <summary>From what people do to what a receiver hears of it, with nothing put in by hand.</summary>
public sealed class WebhookFeedTests(WebhookApp webhooks) : IClassFixture<WebhookApp>
{
    [Fact]
    public async Task What_becomes_of_a_submission_reaches_its_company_s_receiver_once_each()
    {
        var (subscription, other) = (await webhooks.SubscribeAsync(), await webhooks.SubscribeAsync());
        var draft = await Drafted.OpenAsync(webhooks.App, Actor.Member with { CreditCode = subscription.Recipient.Name }, Contents.Product()
            .With("name", "数字门牌"), "product");
        await (await draft.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "requestChanges");
        await draft.RefreshAsync();
        (await draft.SaveAsync(Contents.Product().With("name", "数字门牌二版"))).Expect(200);
        await draft.GivenInReviewAsync();
        await draft.GivenDecidedAsync(Actor.Reviewer, "publish", (await draft.ReadAsync())["version"].GetInt32());
        await webhooks.App.Projected();
        await webhooks.PumpAsync();

        var received = webhooks.Receiver.At(subscription.At);
        Assert.All(received, one => Assert.True(one.IsSignedWith(subscription.Secret)));
        Assert.Equal(
            new[] { "submission.changesRequested", "submission.inReview", "submission.inReview", "submission.published" },
            received.Select(one => one.Json.Text("code")).Order(StringComparer.Ordinal));
        Assert.All(received, one => Assert.Equal((draft.ListingId, draft.Id, $"{subscription.Recipient}"),
            (one.Json.Text("listingId"), one.Json.Text("submissionId"), one.Json.Text("recipient"))));
        Assert.Equal("请补充计价依据。", received.Single(one => one.Json.Text("code") == "submission.changesRequested").Json.Text("reason"));
        Assert.Equal(received.Count, received.Select(one => one.Id).Distinct().Count());
        Assert.Empty(webhooks.Receiver.At(other.At));
    }

    [Fact]
    public async Task A_receiver_that_is_switched_off_stands_in_the_trail()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = received => Task.FromResult(received.Path == subscription.At ? 410 : 200);
        await webhooks.PostAsync(subscription.Recipient, "a");
        await webhooks.App.Projected();
        var found = (await webhooks.Operator.GetAsync("/api/operations/audit?action=webhook.disabled")).Expect(200)["items"].EnumerateArray()
            .Where(item => item.Text("object") == $"webhooks/{subscription.Name}");
        var item = Assert.Single(found);
        Assert.Equal(("system", "gone"), (item.Text("role"), item.Text("reason")));
    }
}
