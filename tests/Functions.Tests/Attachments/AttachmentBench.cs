using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Functions;
using Marketplace.Identity;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Attachments;

/// <summary>The attachments of one app: what their owner, a phone and the queue do with them, each test in a partition of its own.</summary>
public sealed class AttachmentBench : IAsyncDisposable
{
    private static readonly MessageType<OutboxMessage> Completed = OutboxMessage.TypeOf("attachment.completed");

    private static int _homes;

    private readonly HttpClient _phone = new();
    private readonly TestApp _app;

    private AttachmentBench(TestApp app) => _app = app;

    /// <summary>A picture of one pixel.</summary>
    public static byte[] Picture { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal static Caller Owner { get; } = new("owner", "https://issuer.example", [Role.VendorMember]);

    internal AttachmentService Service => Get<AttachmentService>();

    internal AttachmentStore Store => Get<AttachmentStore>();

    internal AttachmentBlobs Blobs => Get<AttachmentBlobs>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private QueueClient Queue => Get<QueueServiceClient>().GetQueueClient(AttachmentScans.Queue);

    /// <param name="time">The app's clock; null for the system's.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<AttachmentBench> StartAsync(TimeProvider? time = null, params IReadOnlyList<string> settings) =>
        new(await TestApp.StartAsync(new TestAppOptions
        {
            Follows = false,
            Settings = settings,
            Adjust = services => services.AddSingleton(time ?? TimeProvider.System),
        }));

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _app.DisposeAsync();
    }

    internal static AttachmentParent NewHome() => new("listings", string.Create(CultureInfo.InvariantCulture, $"home{Interlocked.Increment(ref _homes)}"));

    internal static AttachmentRequest Request(byte[] file, string name = "图.png", string type = "image/png", bool hashed = true) =>
        new(name, type, file.Length, hashed ? Convert.ToHexString(SHA256.HashData(file)) : null);

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    internal async Task<AttachmentTicket> AnnounceAsync(AttachmentParent home, AttachmentRequest? request = null, string? key = null) =>
        Taken(await TryAnnounceAsync(home, request, key)).Ticket;

    internal Task<Decided<Announced>> TryAnnounceAsync(AttachmentParent home, AttachmentRequest? request = null, string? key = null) =>
        Service.AnnounceAsync(new(home, 1, request ?? Request(Picture), Owner, key), Stop);

    /// <summary>Uploads as a phone does: one PUT with the ticket's headers.</summary>
    internal async Task<int> PutAsync(UploadTicket ticket, byte[] file, string? url = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url ?? ticket.Url) { Content = new ByteArrayContent(file) };
        foreach (var (name, value) in ticket.Headers)
        {
            if (name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.Add(name, value);
            }
        }

        using var answer = await _phone.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }

    /// <summary>Sends what no client of the marketplace would.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => await _phone.SendAsync(request, Stop);

    internal async Task<HttpResponseMessage> FetchAsync(string url) => await _phone.GetAsync(url, Stop);

    /// <summary>Announced and uploaded, not yet complete.</summary>
    internal async Task<AttachmentTicket> UploadedAsync(AttachmentParent home, byte[]? file = null, string name = "图.png", string type = "image/png")
    {
        var ticket = await AnnounceAsync(home, Request(file ?? Picture, name, type));
        Assert.Equal(201, await PutAsync(ticket.Upload, file ?? Picture));
        return ticket;
    }

    /// <summary>Uploaded and complete.</summary>
    internal async Task<AttachmentFile> CompletedAsync(AttachmentParent home, byte[]? file = null, string name = "图.png", string type = "image/png") =>
        Taken(await Service.CompleteAsync(home, (await UploadedAsync(home, file, name, type)).AttachmentId, Stop));

    /// <summary>Scans what this aggregate has waiting.</summary>
    internal Task<bool> ScannedAsync(AttachmentParent home) => Get<ScanAttachments>().SettleAsync(home, Stop);

    /// <summary>The messages that wait for this aggregate.</summary>
    internal async Task<IReadOnlyList<OutboxMessage>> MessagesAsync(AttachmentParent home) =>
        [.. (await Queue.PeekMessagesAsync(cancellationToken: Stop)).Select(static message => Completed.Read(MessageEnvelope.Parse(message.MessageText))!)
            .Where(message => message.Items[0].Partition == home.Partition)];

    internal Task RunAsync(OutboxMessage message) => Get<ScanAttachments>().RunAsync(new QueueDelivery(Completed.Write(message), 1, "tests"), Stop);

    /// <summary>How many wait, hidden ones included.</summary>
    internal async Task<int> CountMessagesAsync() => (int)(await Queue.GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount;

    internal async Task<AttachmentFile> ReadAsync(AttachmentParent home, string id) => (await Store.ReadAsync(home, id, Stop))!.File;

    internal Task SweepAsync() => Get<SweepUploads>().RunAsync(Stop);

    /// <summary>Whether its bytes are in quarantine, and where links lead.</summary>
    internal async Task<(bool IsUploaded, bool IsKept)> WhereAsync(AttachmentParent home, string id) =>
        (await BlobOf(AttachmentBlobs.Quarantine, home, id).GetPropertiesIfExistsAsync(Stop) is not null, await BlobOf(AttachmentBlobs.Kept, home, id)
            .GetPropertiesIfExistsAsync(Stop) is not null);

    internal BlobClient BlobOf(string container, AttachmentParent home, string id) =>
        Get<BlobServiceClient>().GetBlobContainerClient(container).GetBlobClient(AttachmentBlobs.NameOf(home, id));

    internal static T Taken<T>(Decided<T> decided)
        where T : class
    {
        Assert.False(decided.IsRefused, decided.Refusal?.Code);
        return decided.Value!;
    }
}
