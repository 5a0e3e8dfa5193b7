using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Storage.Queues;

public sealed class QueueClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_is_created_once_and_deleted_once()
    {
        var service = (await Emulator.AccountAsync()).CreateQueueServiceClient();
        var queue = service.GetQueueClient("listed-queue");

        Assert.Null(await queue.GetPropertiesIfExistsAsync(Stop));
        Assert.True(await queue.CreateIfNotExistsAsync(Stop));
        Assert.False(await queue.CreateIfNotExistsAsync(Stop));
        Assert.True(await queue.DeleteIfExistsAsync(Stop));
        Assert.False(await queue.DeleteIfExistsAsync(Stop));
    }

    [Theory]
    [InlineData("{\"name\":\"一地创新\"}")]
    [InlineData("<a>&amp; \"' \u0001 \r\n 😀")]
    [InlineData("")]
    public async Task A_text_arrives_as_it_was_sent(string text)
    {
        var queue = await Emulator.QueueAsync();

        var sent = await queue.SendMessageAsync(text, cancellationToken: Stop);
        var peeked = Assert.Single(await queue.PeekMessagesAsync(cancellationToken: Stop));
        var received = Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop));

        Assert.Equal((sent.MessageId, text), (peeked.MessageId, peeked.MessageText));
        Assert.Equal((sent.MessageId, text, 1), (received.MessageId, received.MessageText, received.DequeueCount));
        Assert.Empty(await queue.ReceiveMessagesAsync(cancellationToken: Stop));
        Assert.Equal(1, (await queue.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount);
        Assert.True(await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt, Stop));
        Assert.False(await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt, Stop));
    }

    [Fact]
    public async Task The_longest_message_fits_and_one_byte_more_is_refused()
    {
        var queue = await Emulator.QueueAsync();
        var longest = new string('x', QueueLimits.MessageBytes);

        await queue.SendMessageAsync(longest, cancellationToken: Stop);

        Assert.Equal(longest, Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop)).MessageText);
        await Assert.ThrowsAsync<ArgumentException>(() => queue.SendMessageAsync(longest + "x", cancellationToken: Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => queue.SendMessageAsync("\uD800", cancellationToken: Stop));
    }

    [Fact]
    public async Task The_sender_reveals_a_hidden_message_with_its_receipt()
    {
        var queue = await Emulator.QueueAsync();
        var sent = await queue.SendMessageAsync("later", TimeSpan.FromMinutes(5), cancellationToken: Stop);
        Assert.Empty(await queue.ReceiveMessagesAsync(cancellationToken: Stop));

        var revealed = await queue.UpdateMessageAsync(sent.MessageId, sent.PopReceipt, null, TimeSpan.Zero, Stop);

        Assert.NotNull(revealed);
        Assert.Equal("later", Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop)).MessageText);
    }

    [Fact]
    public async Task A_message_can_carry_a_checkpoint_and_an_old_receipt_is_void()
    {
        var queue = await Emulator.QueueAsync();
        await queue.SendMessageAsync("start", cancellationToken: Stop);
        var held = Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop));

        var updated = await queue.UpdateMessageAsync(held.MessageId, held.PopReceipt, "half way", TimeSpan.Zero, Stop);

        Assert.NotNull(updated);
        Assert.Null(await queue.UpdateMessageAsync(held.MessageId, held.PopReceipt, null, TimeSpan.Zero, Stop));
        Assert.False(await queue.DeleteMessageAsync(held.MessageId, held.PopReceipt, Stop));
        var again = Assert.Single(await queue.ReceiveMessagesAsync(cancellationToken: Stop));
        Assert.Equal(("half way", 2), (again.MessageText, again.DequeueCount));
    }

    [Fact]
    public async Task Eight_racing_receivers_get_forty_messages_once_each()
    {
        var queue = await Emulator.QueueAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => queue.SendMessageAsync($"{i}", cancellationToken: Stop)));

        var received = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => queue.ReceiveMessagesAsync(10, cancellationToken: Stop)));

        Assert.Equal(40, received.SelectMany(static batch => batch).Select(static message => message.MessageText).Distinct().Count());
    }

    [Fact]
    public async Task A_missing_queue_is_an_error_but_no_outage()
    {
        var queue = (await Emulator.AccountAsync()).CreateQueueServiceClient().GetQueueClient("never-created");

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendMessageAsync("x", cancellationToken: Stop));

        Assert.Equal((404, "QueueNotFound"), (error.Status, error.ErrorCode));
        Assert.False(StorageFailure.IsOutage(error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public async Task A_number_of_messages_out_of_range_is_refused(int count)
    {
        var queue = await Emulator.QueueAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.ReceiveMessagesAsync(count, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.PeekMessagesAsync(count, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.SendMessageAsync("x", TimeSpan.FromDays(8), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => queue.ReceiveMessagesAsync(1, TimeSpan.Zero, Stop));
    }

    [Fact]
    public async Task Retention_without_end_is_possible()
    {
        var queue = await Emulator.QueueAsync();

        await queue.SendMessageAsync("kept", timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: Stop);

        Assert.True(Assert.Single(await queue.PeekMessagesAsync(cancellationToken: Stop)).ExpiresOn.Year > 9000);
    }

    [Fact]
    public async Task A_plain_client_sees_and_sends_what_is_on_the_wire()
    {
        var service = (await Emulator.AccountAsync()).CreateQueueServiceClient();
        var encoded = await Emulator.QueueAsync();
        var plain = service.GetQueueClient(encoded.Name, QueueMessageEncoding.None);

        await encoded.SendMessageAsync("一地创新", cancellationToken: Stop);
        Assert.Equal("5LiA5Zyw5Yib5paw", Assert.Single(await plain.ReceiveMessagesAsync(cancellationToken: Stop)).MessageText);
        await plain.SendMessageAsync("<plain> & 一地创新 \"", cancellationToken: Stop);
        Assert.Equal("<plain> & 一地创新 \"", Assert.Single(await encoded.ReceiveMessagesAsync(cancellationToken: Stop)).MessageText);

        await Assert.ThrowsAsync<ArgumentException>(() => plain.SendMessageAsync("\u0001", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => plain.SendMessageAsync(new string('x', QueueLimits.PlainMessageBytes + 1), cancellationToken: Stop));
    }
}
