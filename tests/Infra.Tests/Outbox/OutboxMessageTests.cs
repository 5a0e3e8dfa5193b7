using Marketplace.Outbox;
using Marketplace.Outbox.Messages;

namespace Marketplace.Infra.Tests.Outbox;

public sealed class OutboxMessageTests
{
    private static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("listing.changed");

    [Fact]
    public void A_message_is_a_short_text()
    {
        var message = new OutboxMessage([new OutboxItem("listing-1", "e1"), new OutboxItem("listing-2", "e2")]);

        const string text =
            """{"name":"listing.changed","version":1,"body":{"items":[{"partition":"listing-1","eventId":"e1"},{"partition":"listing-2","eventId":"e2"}]}}""";
        Assert.Equal(text, Changed.Write(message));
        Assert.Equal(message.Items, Changed.Read(MessageEnvelope.Parse(text))!.Items);
    }

    [Fact]
    public void A_message_of_the_old_form_is_read()
    {
        var envelope = MessageEnvelope.Parse("""{"type":"listing.changed.1","items":[["listing-1","e1"],["listing-2","e2"]]}""");

        Assert.Equal([new OutboxItem("listing-1", "e1"), new OutboxItem("listing-2", "e2")], Changed.Read(envelope)!.Items);
    }

    [Theory]
    [InlineData("""{"name":"listing.moved","version":1,"body":{"items":[]}}""")]
    [InlineData("""{"name":"listing.changed","version":2,"body":{"items":[]}}""")]
    [InlineData("""{"type":"listing.changed.2","items":[]}""")]
    public void A_message_of_another_type_is_left_to_others(string text) => Assert.Null(Changed.Read(MessageEnvelope.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"","items":[]}""")]
    [InlineData("""{"type":"a","items":[]}""")]
    [InlineData("""{"name":"","version":1,"body":{}}""")]
    [InlineData("""{"name":"a","version":0,"body":{}}""")]
    [InlineData("""{"name":"a","version":1}""")]
    public void A_text_without_an_envelope_is_refused(string text) => Assert.Throws<FormatException>(() => MessageEnvelope.Parse(text));

    [Theory]
    [InlineData("""{"type":"listing.changed.1"}""")]
    [InlineData("""{"type":"listing.changed.1","items":[["p"]]}""")]
    [InlineData("""{"type":"listing.changed.1","items":[["p",null]]}""")]
    [InlineData("""{"type":"listing.changed.1","items":[null]}""")]
    [InlineData("""{"type":"listing.changed.1","items":"x"}""")]
    [InlineData("""{"name":"listing.changed","version":1,"body":null}""")]
    [InlineData("""{"name":"listing.changed","version":1,"body":{}}""")]
    [InlineData("""{"name":"listing.changed","version":1,"body":{"items":[{"partition":"p"}]}}""")]
    [InlineData("""{"name":"listing.changed","version":1,"body":{"items":[{"partition":"p","eventId":null}]}}""")]
    [InlineData("""{"name":"listing.changed","version":1,"body":{"items":"x"}}""")]
    public void A_body_of_another_form_is_refused(string text) => Assert.Throws<FormatException>(() => Changed.Read(MessageEnvelope.Parse(text)));
}
