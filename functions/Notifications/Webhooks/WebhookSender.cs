using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Marketplace.Outgoing;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Makes one attempt at a delivery. Only the status of the response counts; its body is not read.</summary>
internal sealed class WebhookSender(HttpClient client, WebhookSecrets secrets, WebhookOptions options, TimeProvider time)
{
    public async Task<Attempt> SendAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        if (options.Targets.Check(webhook.Url).Target is not { } target)
        {
            return new Attempt(null, DeliveryError.AddressRefused);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.TimeLimit);
        try
        {
            using var request = CreateRequest(webhook, delivery, target);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new Attempt((int)response.StatusCode, response.IsSuccessStatusCode ? null : DeliveryError.Status);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Attempt(null, DeliveryError.Timeout);
        }
        catch (HttpRequestException fault)
        {
            return new Attempt(null, fault.InnerException is TargetRefusedException ? DeliveryError.AddressRefused : DeliveryError.Connection);
        }
    }

    private HttpRequestMessage CreateRequest(Webhook webhook, Delivery delivery, Uri target)
    {
        var (now, body) = (time.GetUtcNow(), Encoding.UTF8.GetBytes(delivery.Body));
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("marketplace-webhooks", "1"));
        request.Headers.Add("webhook-id", delivery.NotificationId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", secrets.Sign(webhook, delivery.NotificationId, now, body));
        return request;
    }
}

/// <summary>What came of an attempt.</summary>
/// <param name="Status">Status of the response; null when there was none.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record Attempt(int? Status, DeliveryError? Error);
