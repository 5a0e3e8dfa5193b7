namespace Marketplace.Outbox.Tests;

public sealed class OutboxMessageTests
{
    [Fact]
    public void A_message_is_a_short_text()
    {
        var message = new OutboxMessage("listing.changed.1", [new OutboxItem("listing-1", "e1"), new OutboxItem("listing-2", "e2")]);

        Assert.Equal("""{"type":"listing.changed.1","items":[["listing-1","e1"],["listing-2","e2"]]}""", message.ToText());
        var read = OutboxMessage.Parse(message.ToText());
        Assert.Equal(message.Type, read.Type);
        Assert.Equal(message.Items, read.Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"","items":[]}""")]
    [InlineData("""{"type":"a.1"}""")]
    [InlineData("""{"type":"a.1","items":[["p"]]}""")]
    [InlineData("""{"type":"a.1","items":[["p",null]]}""")]
    [InlineData("""{"type":"a.1","items":[null]}""")]
    [InlineData("""{"type":"a.1","items":"x"}""")]
    public void Another_text_is_refused(string text) => Assert.Throws<FormatException>(() => OutboxMessage.Parse(text));
}
