using System.Text.Json;
using Marketplace.Hosting.Functions;
using Marketplace.Infra.Tests.Hosting.Sample;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Hosting.Functions;

public sealed class TriggerTests
{
    [Theory]
    [InlineData("""{"Data":{"message":"\"{\\\"id\\\":7}\""},"Metadata":{"DequeueCount":"3","Id":"\"6f2e\""}}""", """{"id":7}""", 3, "6f2e")]
    [InlineData("""{"Data":{"message":"{\"id\":7}"},"Metadata":{"DequeueCount":2,"Id":"6f2e"}}""", """{"id":7}""", 2, "6f2e")]
    [InlineData("""{"Data":{"message":"\"hi\""},"Metadata":{}}""", "hi", 1, "")]
    [InlineData("""{"Data":{"message":"hi"}}""", "hi", 1, "")]
    [InlineData("""{"Data":{"message":"3"},"Metadata":{"DequeueCount":"x"}}""", "3", 1, "")]
    [InlineData("""{"Data":{"message":{"id":7}},"Metadata":{"DequeueCount":"-4"}}""", """{"id":7}""", 1, "")]
    [InlineData("""{"Data":{"message":"\"half"},"Metadata":{"DeliveryCount":"2","MessageId":"\"m\""}}""", "\"half", 2, "m")]
    public async Task A_message_is_decoded_however_often_it_was_encoded(string payload, string text, int count, string id)
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/WeighParcel", payload);
        Assert.Equal((200, "application/json", "{}"), (answer.Status, answer.Header("Content-Type"), answer.Text));
        Assert.Equal(new QueueDelivery(text, count, id), Assert.Single(app.Deliveries.Seen));
    }

    [Theory]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"IsPastDue":true,"ScheduleStatus":{"Last":"2026-03-01T10:00:00+00:00"}}}}""", true,
        "2026-03-01T10:00:00Z")]
    [InlineData("""{"Data":{"timer":{"IsPastDue":false,"ScheduleStatus":{"Last":"0001-01-01T00:00:00"}}}}""", false, null)]
    [InlineData("""{"Data":{"timer":{"IsPastDue":false,"ScheduleStatus":null}}}""", false, null)]
    [InlineData("""{"Data":{"timer":"x"}}""", false, null)]
    public async Task A_timer_says_whether_it_is_late(string payload, bool isPastDue, string? last)
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/CountParcels", payload);
        Assert.Equal("{}", answer.Text);
        Assert.Equal(new TimerDelivery(isPastDue, last is null ? null : DateTimeOffset.Parse(last, null)), Assert.Single(app.Deliveries.Seen));
    }

    [Fact]
    public async Task A_handler_that_throws_fails_the_delivery_with_JSON()
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/WeighParcel", """{"Data":{"message":"fail"}}""");
        Assert.Equal((500, "unexpected"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(QueueDelivery.MaxTries - 1, null)]
    [InlineData(QueueDelivery.MaxTries, "fail")]
    public async Task A_message_is_given_up_at_its_last_try(int count, string? givenUp)
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/WeighParcel", $$$"""{"Data":{"message":"fail"},"Metadata":{"DequeueCount":"{{{count}}}"}}""");
        Assert.Equal((500, givenUp), (answer.Status, app.Deliveries.GivenUp));
    }

    [Fact]
    public void The_tries_are_those_of_the_host()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(RepoRoot.Combine("host.json")));
        Assert.Equal(QueueDelivery.MaxTries, host.RootElement.GetProperty("extensions").GetProperty("queues").GetProperty("maxDequeueCount").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":7}""")]
    public async Task What_is_no_payload_fails_the_delivery(string payload)
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/WeighParcel", payload);
        Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
        Assert.Empty(app.Deliveries.Seen);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "1.2.3.4")]
    [InlineData("x-forwarded-host", "public.gov.cn")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Host", "public.gov.cn")]
    [InlineData("Host", "10.0.0.1:80")]
    public async Task A_client_that_gets_through_to_a_trigger_finds_nothing(string header, string value)
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await CallAsync(app, "/WeighParcel", """{"Data":{"message":"hi"}}""", (header, value));
        Assert.Equal((404, "notFound"), (answer.Status, answer.Code));
        Assert.Empty(app.Deliveries.Seen);
    }

    [Theory]
    [InlineData("POST /WeighParcel HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 25\n\n")]
    [InlineData("POST /WeighParcel HTTP/1.1\nHost: localhost\nUser-Agent: Azure-Functions-Host/4.1037.0.0\nContent-Length: 25\n\n")]
    [InlineData("POST /WeighParcel HTTP/1.1\nHost: [::1]\nX-Azure-Functions-InvocationId: 5b0c\nContent-Type: application/json\nContent-Length: 25\n\n")]
    public async Task A_client_whose_host_forwards_its_request_with_a_length_finds_no_trigger(string head)
    {
        await using var app = await SampleApp.StartAsync();
        var body = """{"Data":{"message":"hi"}}""";

        var answer = await RawConnection.SendAsync(app.Address, head.Replace("\n\n", "\nConnection: close\n\n", StringComparison.Ordinal) + body);

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.Empty(app.Deliveries.Seen);
    }

    [Fact]
    public async Task Triggers_are_not_under_the_public_prefix()
    {
        await using var app = await SampleApp.StartAsync();
        using var answer = await app.SendAsync("POST", "/api/WeighParcel", """{"Data":{"message":"hi"}}""");
        Assert.Equal(404, answer.Status);
    }

    /// <summary>A payload call as the host makes it: with a chunked body.</summary>
    private static Task<Reply> CallAsync(SampleApp app, string path, string payload, params (string Name, string Value)[] headers) =>
        app.SendAsync("POST", path, payload, [("Transfer-Encoding", "chunked"), .. headers]);
}
