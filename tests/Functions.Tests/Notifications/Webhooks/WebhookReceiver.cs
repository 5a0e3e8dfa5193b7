using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

/// <summary>A stranger's server on loopback, which checks signatures on its own.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly WebApplication _server;

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    /// <summary>What is answered to each: a status.</summary>
    public Func<Received, Task<int>> Answers { get; set; } = static _ => Task.FromResult(200);

    public string Authority => new Uri(_server.Urls.Single()).Authority;

    public string Url => $"http://{Authority}/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._server.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>What arrived on one path, in order.</summary>
    public IReadOnlyList<Received> At(string path) => [.. _received.Where(one => one.Path == path)];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var received = new Received(
            context.Request.Path, context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"]
                .ToString(), context.Request.Headers["webhook-signature"].ToString(), body.ToArray());
        _received.Enqueue(received);
        context.Response.StatusCode = await Answers(received);
        if (context.Response.StatusCode is 302)
        {
            context.Response.Headers.Location = "/elsewhere";
        }
    }
}

/// <summary>A request that arrived.</summary>
public sealed record Received(string Path, string Id, string Timestamp, string Signature, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>Whether one of the signatures was made with a secret as it was told.</summary>
    public bool IsSignedWith(string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var text = $"{Id}.{Timestamp}.{Encoding.UTF8.GetString(Body)}";
        return Signature.Split(' ').Contains($"v1,{Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)))}");
    }
}
