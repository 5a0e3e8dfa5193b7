using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

public sealed class WebhookConfigurationTests(WebhookApp webhooks) : IClassFixture<WebhookApp>
{
    [Theory]
    [InlineData("""{}""", "url:required")]
    [InlineData("""{"url":"http://example.com/"}""", "url:notAllowed")]
    [InlineData("""{"url":"https://127.0.0.1/"}""", "url:notAllowed")]
    [InlineData("""{"url":"https://2130706433/"}""", "url:notAllowed")]
    [InlineData("""{"url":"https://user:password@example.com/"}""", "url:notAllowed")]
    [InlineData("""{"url":"https://example.com/","codes":["no.such"]}""", "codes[0]:unknownCode")]
    [InlineData("""{"url":"https://example.com/","codes":[null]}""", "codes[0]:required")]
    [InlineData("""{"url":"https://example.com/","recipients":["person:issuer#me"]}""", "recipients[0]:invalidFormat")]
    [InlineData("""{"url":"https://example.com/","recipients":["company: x"]}""", "recipients[0]:invalidFormat")]
    [InlineData("""{"url":"https://example.com/","recipients":["operators:x"]}""", "recipients[0]:invalidFormat")]
    [InlineData("""{"url":"https://example.com/","uri":""}""", "uri:unknownField")]
    public async Task What_cannot_be_configured_is_said_by_field(string body, string error) =>
        (await webhooks.Operator.SendAsync("PUT", $"{WebhookApp.Path}/bad", Session.Content(body, "application/json"))).ExpectProblem(400, "invalid", error);

    [Fact]
    public async Task A_name_is_short_and_plain() =>
        (await webhooks.PutAsync("No_Name", "https://example.com/")).ExpectProblem(400, "invalid", "name:invalidFormat");

    [Fact]
    public async Task A_secret_is_told_once_and_a_change_names_the_version_it_saw()
    {
        var (name, url) = (WorkshopApp.NewWord(), "https://例子.中国/hook");
        var made = (await webhooks.PutAsync(name, url)).Expect(201);
        Assert.StartsWith("whsec_", made["secret"].GetString(), StringComparison.Ordinal);
        (await webhooks.PutAsync(name, url)).ExpectProblem(428, "preconditionRequired");
        var changed = (await webhooks.PutAsync(name, url, "reviewers:44", ifMatch: made.Header("ETag"))).Expect(200);
        (await webhooks.PutAsync(name, url, ifMatch: made.Header("ETag"))).ExpectProblem(412, "stale");
        (await webhooks.Operator.SendAsync("DELETE", $"{WebhookApp.Path}/{name}", null, ("If-Match", made.Header("ETag")!))).ExpectProblem(412, "stale");
        var read = (await webhooks.Operator.GetAsync($"{WebhookApp.Path}/{name}")).Expect(200);
        Assert.Equal(changed.Header("ETag"), read.Header("ETag"));
        Assert.All([changed, read], answer => Assert.False(answer.Json.TryGetProperty("secret", out _)));
        Assert.DoesNotContain("whsec_", (await webhooks.Operator.GetAsync(WebhookApp.Path)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "from:required")]
    [InlineData("""{"from":"2026-01-01T00:00:00Z","cursor":"x"}""", "cursor:inconsistent")]
    [InlineData("""{"cursor":"x"}""", "cursor:invalidCursor")]
    public async Task A_replay_starts_somewhere(string body, string error)
    {
        var subscription = await webhooks.SubscribeAsync();
        (await webhooks.Operator.PostAsync($"{subscription.Path}/replay", JsonNode.Parse(body))).ExpectProblem(400, "invalid", error);
    }

    [Fact]
    public async Task Without_a_key_no_webhook_can_be_configured_but_notices_arrive()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false, Settings = ["--Marketplace:WebhookKey="] });
        (await app.As(Actor.Operator).SendAsync("PUT", $"{WebhookApp.Path}/a", Session.Content("""{"url":"https://example.com/"}""", "application/json")))
            .ExpectProblem(409, "webhookKeyMissing");
        await ((Functions.Notifications.NotificationService)app.Services.GetService(typeof(Functions.Notifications.NotificationService))!).PostAsync(
            [webhooks.Made(Functions.Notifications.Recipient.Operators, "a")], TestContext.Current.CancellationToken);
        Assert.Equal(1, (await app.As(Actor.Operator).GetAsync("/api/me/notifications")).Total);
    }
}
