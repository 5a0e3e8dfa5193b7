using System.Text;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

public sealed class WebhookDeliveryTests(WebhookApp webhooks) : IClassFixture<WebhookApp>, IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => webhooks.Receiver.Answers = static _ => Task.FromResult(200);

    [Fact]
    public async Task A_receiver_gets_a_notice_with_a_signature_that_it_can_check()
    {
        var subscription = await webhooks.SubscribeAsync();
        var notice = await webhooks.PostAsync(subscription.Recipient, "a");
        var received = Assert.Single(webhooks.Receiver.At(subscription.At));
        Assert.Equal(notice.Id, received.Id);
        Assert.True(received.IsSignedWith(subscription.Secret));
        Assert.False((received with { Body = [.. received.Body, 32] }).IsSignedWith(subscription.Secret));
        Assert.Equal(32, Convert.FromBase64String(subscription.Secret["whsec_".Length..]).Length);
        var json = received.Json;
        Assert.Equal((1, notice.Id, "submission.rejected", subscription.Recipient.ToString(), "abc", "资料不全"),
            (json.GetProperty("version").GetInt32(), json.Text("id"), json.Text("code"), json.Text("recipient"), json.Text("listingId"), json.Text("reason")));
        Assert.Equal(("“一网统管”已驳回", "“一网统管” has been rejected"), (json.GetProperty("text").Text("zh"), json.GetProperty("text").Text("en")));
        Assert.Equal((DeliveryState.Delivered, 200), ((await webhooks.OnlyAsync(subscription)).State, (await webhooks.OnlyAsync(subscription)).LastStatus));
    }

    [Fact]
    public async Task Nobody_gets_the_notices_of_another_company_or_of_a_person()
    {
        var (subscription, other) = (await webhooks.SubscribeAsync(), await webhooks.SubscribeAsync());
        var all = WorkshopApp.NewWord();
        (await webhooks.PutAsync(all, $"http://{webhooks.Receiver.Authority}/{all}")).Expect(201);
        var person = await webhooks.PostAsync(Recipient.Person("issuer#somebody"), "a");
        var notice = await webhooks.PostAsync(subscription.Recipient, "a");
        Assert.Empty(webhooks.Receiver.At(other.At));
        Assert.Contains(notice.Id, webhooks.Receiver.At($"/{all}").Select(received => received.Id));
        Assert.DoesNotContain(person.Id, webhooks.Receiver.At($"/{all}").Select(received => received.Id));
        Assert.DoesNotContain(webhooks.Receiver.At($"/{all}"), received =>
            Encoding.UTF8.GetString(received.Body).Contains("somebody", StringComparison.Ordinal));
        (await webhooks.Operator.SendAsync("DELETE", $"{WebhookApp.Path}/{all}", null, ("If-Match", "*"))).Expect(204);
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_again_after_a_pause()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = received => Task.FromResult(webhooks.Receiver.At(received.Path).Count == 1 ? 500 : 200);
        var before = webhooks.Time.GetUtcNow();
        await webhooks.PostAsync(subscription.Recipient, "a");
        var failed = await webhooks.OnlyAsync(subscription);
        Assert.Equal((DeliveryState.Pending, 1, 500, DeliveryError.Status), (failed.State, failed.Attempts, failed.LastStatus, failed.LastError));
        Assert.True(failed.DueAt >= before.AddSeconds(5));

        await webhooks.RetryAsync(failed);
        var received = webhooks.Receiver.At(subscription.At);
        Assert.Equal((2, DeliveryState.Delivered), (received.Count, (await webhooks.OnlyAsync(subscription)).State));
        Assert.Equal((received[0].Id, Encoding.UTF8.GetString(received[0].Body)), (received[1].Id, Encoding.UTF8.GetString(received[1].Body)));
        Assert.All(received, one => Assert.True(one.IsSignedWith(subscription.Secret)));
    }

    [Fact]
    public async Task What_fails_eight_times_is_given_up_and_five_of_these_switch_the_receiver_off()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = static _ => Task.FromResult(503);
        for (var i = 0; i < WebhookRules.MaxDead; i++)
        {
            await webhooks.PostAsync(subscription.Recipient, $"{i}");
            for (var attempt = 1; attempt < 8; attempt++)
            {
                await webhooks.RetryAsync((await webhooks.LogAsync(subscription))[i]);
            }

            Assert.Equal(i < WebhookRules.MaxDead - 1, (await webhooks.Operator.GetAsync(subscription.Path)).Expect(200)["enabled"].GetBoolean());
        }

        Assert.Equal(8 * WebhookRules.MaxDead, webhooks.Receiver.At(subscription.At).Count);
        Assert.Equal(WebhookRules.MaxDead, (await webhooks.Operator.GetAsync($"{subscription.Path}/deliveries?state=dead")).Expect(200).Total);
        Assert.Equal("deadLetters", (await webhooks.Operator.GetAsync(subscription.Path))["failure"].GetString());
        // The run may die right after it gave up, so the message comes again: operators are told once all the same.
        await webhooks.HandAsync(WebhookApp.DueMessage((await webhooks.LogAsync(subscription))[^1], 7));
        Assert.Single(await ToldOperatorsAsync(subscription));

        webhooks.Receiver.Answers = static _ => Task.FromResult(200);
        var held = await webhooks.PostAsync(subscription.Recipient, "held");
        Assert.Equal(DeliveryState.Held, (await webhooks.LogAsync(subscription))[^1].State);
        (await webhooks.PutAsync(subscription.Name, $"http://{webhooks.Receiver.Authority}{subscription.At}", $"{subscription.Recipient}", ifMatch: "*"))
            .Expect(200);
        await ReplayAsync(subscription, """{"from":"2026-01-01T00:00:00Z"}""");
        Assert.All(await webhooks.LogAsync(subscription), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        Assert.Equal(held.Id, webhooks.Receiver.At(subscription.At)[^1].Id);
    }

    [Fact]
    public async Task A_receiver_that_wants_no_more_gets_no_more()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = static _ => Task.FromResult(410);
        await webhooks.PostAsync(subscription.Recipient, "a");
        await webhooks.PostAsync(subscription.Recipient, "b");
        Assert.Single(webhooks.Receiver.At(subscription.At));
        Assert.Equal([DeliveryState.Dead, DeliveryState.Held], (await webhooks.LogAsync(subscription)).Select(delivery => delivery.State));
        var item = (await webhooks.Operator.GetAsync(subscription.Path)).Expect(200);
        Assert.Equal((false, "gone"), (item["enabled"].GetBoolean(), item["failure"].GetString()));
        Assert.Single(await ToldOperatorsAsync(subscription));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = static _ => Task.FromResult(302);
        await webhooks.PostAsync(subscription.Recipient, "a");
        var delivery = await webhooks.OnlyAsync(subscription);
        Assert.Equal((DeliveryState.Pending, 302), (delivery.State, delivery.LastStatus));
        Assert.Empty(webhooks.Receiver.At("/elsewhere"));
    }

    [Fact]
    public async Task A_message_that_comes_again_is_not_sent_again()
    {
        var subscription = await webhooks.SubscribeAsync();
        webhooks.Receiver.Answers = received => Task.FromResult(webhooks.Receiver.At(received.Path).Count == 1 ? 500 : 200);
        var notice = await webhooks.PostAsync(subscription.Recipient, "a");
        var failed = await webhooks.OnlyAsync(subscription);
        var (first, retry) = (WebhookApp.DueMessage(failed, 0), WebhookApp.DueMessage(failed, 1));
        await webhooks.HandAsync(first);
        Assert.Single(webhooks.Receiver.At(subscription.At));
        foreach (var text in new[] { retry, retry, first, WebhookApp.PostedMessage(subscription.Recipient, notice.Id) })
        {
            await webhooks.HandAsync(text);
        }

        await webhooks.PumpAsync();
        Assert.Equal(2, webhooks.Receiver.At(subscription.At).Count);
    }

    /// <summary>The receiver has it, and we do not know: it comes twice under one id, never not at all.</summary>
    [Fact]
    public async Task A_run_that_dies_between_sending_and_noting_it_sends_again()
    {
        var subscription = await webhooks.SubscribeAsync();
        using var death = new CancellationTokenSource();
        webhooks.Receiver.Answers = async received =>
        {
            if (webhooks.Receiver.At(received.Path).Count == 1)
            {
                await death.CancelAsync();
            }

            return 200;
        };
        var delivery = await LeftBehindAsync(subscription, "a");
        var message = WebhookApp.DueMessage(delivery, 0);
        try
        {
            await webhooks.HandAsync(message, death.Token);
        }
        catch (OperationCanceledException)
        {
            // As meant: nobody is there any more.
        }

        await webhooks.HandAsync(message);
        Assert.Equal(DeliveryState.Delivered, (await webhooks.OnlyAsync(subscription)).State);
        Assert.InRange(webhooks.Receiver.At(subscription.At).Count, 1, 2);
        Assert.Single(webhooks.Receiver.At(subscription.At).Select(received => received.Id).Distinct());
    }

    [Fact]
    public async Task What_a_run_left_behind_that_died_earlier_is_sent()
    {
        var subscription = await webhooks.SubscribeAsync();
        var unannounced = webhooks.Made(subscription.Recipient, "died before it told the webhooks");
        await webhooks.App.Services.GetRequiredService<NotificationStore>().AddAsync(unannounced.Recipient, unannounced, webhooks.Time.GetUtcNow(), Stop);
        await webhooks.Desk.PostAsync([unannounced], Stop);
        var unsent = await LeftBehindAsync(subscription, "died before it sent the message");
        await webhooks.HandAsync(WebhookApp.PostedMessage(subscription.Recipient, unsent.NotificationId));
        await webhooks.PumpAsync();
        Assert.Equal(new[] { unannounced.Id, unsent.NotificationId }.Order(StringComparer.Ordinal), webhooks.Receiver.At(subscription.At)
            .Select(received => received.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_announced_is_not_announced_again()
    {
        var subscription = await webhooks.SubscribeAsync();
        var notice = await webhooks.PostAsync(subscription.Recipient, "a");
        var queue = webhooks.App.Services.GetRequiredService<Storage.Queues.QueueServiceClient>().GetQueueClient(WebhookQueue.Name);
        var before = (await queue.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount;
        await webhooks.Desk.PostAsync([notice], Stop);
        Assert.Equal(before, (await queue.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_log_is_read_page_by_page_and_sent_anew_from_any_place()
    {
        var subscription = await webhooks.SubscribeAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await webhooks.PostAsync(subscription.Recipient, $"{i}")).Id);
        }

        Assert.Equal(ids, await webhooks.Operator.WalkAsync($"{subscription.Path}/deliveries", 2));
        var log = (await webhooks.Operator.GetAsync($"{subscription.Path}/deliveries")).Expect(200);
        Assert.Equal(ids[2], log["items"][2].GetProperty("payload").Text("id"));

        await ReplayAsync(subscription, $$"""{"cursor":"{{log["items"][2].Text("cursor")}}"}""");
        var received = webhooks.Receiver.At(subscription.At).Select(one => one.Id).ToList();
        Assert.Equal([.. ids, .. ids.Skip(3)], received);
        await ReplayAsync(subscription, """{"from":"2026-01-01T00:00:00Z"}""");
        Assert.Equal(ids.Count + 2 + ids.Count, webhooks.Receiver.At(subscription.At).Count);

        var other = await webhooks.SubscribeAsync();
        (await webhooks.Operator.PostAsync($"{other.Path}/replay", System.Text.Json.Nodes.JsonNode
            .Parse($$"""{"cursor":"{{log["items"][2].Text("cursor")}}"}"""))).ExpectProblem(400, "invalid", "cursor:invalidCursor");
    }

    [Fact]
    public async Task A_receiver_made_anew_under_an_old_name_has_another_secret_and_an_empty_log()
    {
        var subscription = await webhooks.SubscribeAsync();
        await webhooks.PostAsync(subscription.Recipient, "a");
        (await webhooks.Operator.SendAsync("DELETE", subscription.Path, null, ("If-Match", "*"))).Expect(204);
        (await webhooks.Operator.GetAsync(subscription.Path)).ExpectProblem(404, "notFound");
        await webhooks.PostAsync(subscription.Recipient, "b");
        webhooks.Time.Advance(TimeSpan.FromSeconds(1));
        var again = (await webhooks.PutAsync(subscription.Name, $"http://{webhooks.Receiver.Authority}{subscription.At}", $"{subscription.Recipient}"))
            .Expect(201);
        Assert.NotEqual(subscription.Secret, again["secret"].GetString());
        Assert.Equal(0, (await webhooks.Operator.GetAsync($"{subscription.Path}/deliveries")).Expect(200).Total);
        await ReplayAsync(subscription, """{"from":"2026-01-01T00:00:00Z"}""");
        Assert.Single(webhooks.Receiver.At(subscription.At));
    }

    /// <summary>A delivery whose message was never sent.</summary>
    private async Task<Delivery> LeftBehindAsync(Subscription subscription, string cause)
    {
        var (notice, store) = (webhooks.Made(subscription.Recipient, cause), webhooks.App.Services.GetRequiredService<NotificationStore>());
        await store.AddAsync(notice.Recipient, notice, webhooks.Time.GetUtcNow(), Stop);
        var stored = (await store.ReadAsync(notice.Recipient, notice.Id, Stop))!;
        var delivery = new Delivery(subscription.Name, WebhookRows.PlaceOf(stored.PostedAt, notice.Id), notice.Id, notice.Code,
            WebhookBody.Write(notice, NotificationTexts.Load()));
        await webhooks.App.Services.GetRequiredService<WebhookStore>().AddAsync(delivery, Stop);
        return delivery;
    }

    private async Task ReplayAsync(Subscription subscription, string body)
    {
        (await webhooks.Operator.PostAsync($"{subscription.Path}/replay", System.Text.Json.Nodes.JsonNode.Parse(body))).Expect(202);
        await webhooks.PumpAsync();
    }

    private async Task<IReadOnlyList<string>> ToldOperatorsAsync(Subscription subscription) =>
        [.. (await webhooks.Operator.GetAsync("/api/me/notifications?limit=100")).Expect(200)["items"].EnumerateArray()
            .Where(item => item.Text("code") == "webhook.disabled" && item.Text("message").Contains(subscription.Name, StringComparison.Ordinal))
                .Select(item => item.Text("id"))];
}
