using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

/// <summary>Messages as they lie in the queue, and those of the form before, which may still lie there.</summary>
public sealed class WebhookMessageTests
{
    [Theory]
    [InlineData(
        """{"name":"notices.posted","version":1,"body":{"notifications":[{"recipient":"operators","id":"a"},{"recipient":"reviewers:44","id":"b"}]}}""")]
    [InlineData("""{"type":"notices.posted.1","names":["operators","a","reviewers:44","b"]}""")]
    public void Posted_notifications_are_read(string text) =>
        Assert.Equal(
            [new PostedNotification("operators", "a"), new PostedNotification("reviewers:44", "b")],
            NotificationsPosted.Type.Read(MessageEnvelope.Parse(text))!.Notifications);

    [Theory]
    [InlineData("""{"name":"webhook.due","version":1,"body":{"webhook":"a","place":"p","attempts":3}}""")]
    [InlineData("""{"type":"webhook.due.1","names":["a","p","3"]}""")]
    public void A_due_delivery_is_read(string text) => Assert.Equal(new DeliveryDue("a", "p", 3), DeliveryDue.Type.Read(MessageEnvelope.Parse(text)));

    [Theory]
    [InlineData("""{"name":"webhook.again","version":1,"body":{"webhook":"a","place":"p","replay":"r"}}""")]
    [InlineData("""{"type":"webhook.again.1","names":["a","p","r"]}""")]
    public void A_repeated_delivery_is_read(string text) =>
        Assert.Equal(new DeliveryReplay("a", "p", "r"), DeliveryReplay.Type.Read(MessageEnvelope.Parse(text)));

    [Theory]
    [InlineData("""{"name":"webhook.replay","version":1,"body":{"webhook":"a","after":"p","replay":"r"}}""")]
    [InlineData("""{"type":"webhook.replay.1","names":["a","p","r"]}""")]
    public void A_replay_of_a_log_is_read(string text) => Assert.Equal(new LogReplay("a", "p", "r"), LogReplay.Type.Read(MessageEnvelope.Parse(text)));

    [Theory]
    [InlineData("""{"type":"notices.posted.1","names":["operators"]}""")]
    [InlineData("""{"type":"notices.posted.1"}""")]
    [InlineData("""{"name":"notices.posted","version":1,"body":{"notifications":[{"recipient":"operators"}]}}""")]
    public void A_body_of_another_form_is_refused(string text) =>
        Assert.Throws<FormatException>(() => NotificationsPosted.Type.Read(MessageEnvelope.Parse(text)));
}
