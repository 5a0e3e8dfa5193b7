using Marketplace.Functions.Notifications.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

/// <summary>Each with a clock of its own, which tokens do not outlive.</summary>
public sealed class WebhookTimeTests
{
    [Fact]
    public async Task A_secret_signs_for_a_day_after_it_was_replaced()
    {
        await using var webhooks = new WebhookApp();
        await webhooks.InitializeAsync();
        var subscription = await webhooks.SubscribeAsync();
        (await webhooks.Operator.PostAsync($"{subscription.Path}/secret", null)).ExpectProblem(428, "preconditionRequired");
        var next = (await webhooks.Operator.SendAsync("POST", $"{subscription.Path}/secret", null, ("If-Match", "*"))).Expect(200)["secret"].GetString()!;
        var newest = (await webhooks.Operator.SendAsync("POST", $"{subscription.Path}/secret", null, ("If-Match", "*"))).Expect(200)["secret"].GetString()!;
        (await webhooks.Operator.SendAsync("POST", $"{subscription.Path}/secret", null, ("If-Match", "\"1\""))).ExpectProblem(412, "stale");

        webhooks.Time.Advance(WebhookRules.Overlap - TimeSpan.FromMinutes(5));
        await webhooks.PostAsync(subscription.Recipient, "a");
        webhooks.Time.Advance(TimeSpan.FromMinutes(10));
        await webhooks.PostAsync(subscription.Recipient, "b");

        var received = webhooks.Receiver.At(subscription.At);
        Assert.Equal([(true, true, true), (false, false, true)],
            received.Select(one => (one.IsSignedWith(subscription.Secret), one.IsSignedWith(next), one.IsSignedWith(newest))));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_given_up_for_now()
    {
        var silence = new TaskCompletionSource<int>();
        await using var webhooks = new WebhookApp { TimeLimit = TimeSpan.FromMilliseconds(300) };
        await webhooks.InitializeAsync();
        webhooks.Receiver.Answers = _ => silence.Task;
        var subscription = await webhooks.SubscribeAsync();
        await webhooks.PostAsync(subscription.Recipient, "a");
        silence.SetResult(200);
        var delivery = await webhooks.OnlyAsync(subscription);
        Assert.Equal((DeliveryState.Pending, 1, DeliveryError.Timeout), (delivery.State, delivery.Attempts, delivery.LastError));
    }

    [Fact]
    public async Task What_was_delivered_is_swept_after_a_month_and_the_rest_later()
    {
        await using var webhooks = new WebhookApp();
        await webhooks.InitializeAsync();
        var (subscription, removed) = (await webhooks.SubscribeAsync(), await webhooks.SubscribeAsync());
        await webhooks.PostAsync(removed.Recipient, "a");
        (await webhooks.Operator.SendAsync("DELETE", removed.Path, null, ("If-Match", "*"))).Expect(204);
        await webhooks.PostAsync(subscription.Recipient, "delivered");
        webhooks.Receiver.Answers = static _ => Task.FromResult(500);
        await webhooks.PostAsync(subscription.Recipient, "failing");
        await SweepAsync(webhooks);
        Assert.Equal((2, 0), ((await webhooks.LogAsync(subscription)).Count, (await webhooks.LogAsync(removed)).Count));
        webhooks.Time.Advance(TimeSpan.FromDays(31));
        await SweepAsync(webhooks);
        Assert.Equal([DeliveryState.Pending], (await webhooks.LogAsync(subscription)).Select(delivery => delivery.State));
    }

    private static Task SweepAsync(WebhookApp webhooks) =>
        webhooks.App.Services.GetRequiredService<SweepDeliveries>().RunAsync(TestContext.Current.CancellationToken);
}
