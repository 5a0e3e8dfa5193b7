using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Aggregates;
using Marketplace.Files;
using Marketplace.Files.Scanning;
using Marketplace.Functions.Instance;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Sas;

namespace Marketplace.Functions.Attachments;

/// <summary>Attachments (附件) of any aggregate: uploaded by ticket into quarantine, inspected, scanned, and only then to be downloaded.</summary>
internal static class AttachmentsSetup
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    /// <param name="services">The app's services.</param>
    /// <param name="clamd">Where the malware scanner listens; null for none.</param>
    public static IServiceCollection AddAttachments(this IServiceCollection services, ClamdAddress? clamd) => services
        .AddApiJson(AttachmentsJson.Default)
        .AddProblemTexts(typeof(AttachmentsSetup).Assembly, "Attachments/Problems.json")
        .AddQueue(AttachmentScans.Queue)
        .AddContainer(AttachmentBlobs.Quarantine)
        .AddContainer(AttachmentBlobs.Kept)
        .AddSingleton(new AttachmentOptions(clamd))
        .AddSingleton(provider => new FileInspector(new InspectionLimits(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new BlobSasSigner(provider.GetRequiredService<BlobServiceClient>()))
        .AddSingleton<AttachmentParents>()
        .AddSingleton<AttachmentStore>()
        .AddSingleton<AttachmentBlobs>()
        .AddSingleton<AttachmentService>()
        .AddSingleton<AttachmentScanner>()
        .AddSingleton(provider => new AttachmentScans(provider.Queue(AttachmentScans.Queue)))
        .AddSingleton<ScanAttachments>()
        .AddSingleton<SweepUploads>();

    /// <summary>Lets the aggregates of a type have attachments.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="type">The type; its name names the aggregates in the names of blobs.</param>
    /// <param name="completed">Name of the message that an upload is complete, such as <c>attachment.completed</c>.</param>
    public static IServiceCollection AddAttachmentParent<T>(this IServiceCollection services, AggregateType<T> type, string completed)
        where T : class =>
        services.AddSingleton(new AttachmentParentType(type.Name, type.Table, OutboxMessage.TypeOf(completed)));

    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        routes.MapQueueFunction<ScanAttachments>("ScanAttachments", AttachmentScans.Queue, static (delivery, scan, stop) => scan.RunAsync(delivery, stop))
            .TimeLimit(TriggerLimit);
        routes.MapTimerFunction<SweepUploads>("SweepUploads", "0 20 * * * *", static (_, sweep, stop) => sweep.RunAsync(stop)).TimeLimit(TriggerLimit);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AttachmentRequest))]
[JsonSerializable(typeof(AttachmentTicket))]
[JsonSerializable(typeof(AttachmentItem))]
[JsonSerializable(typeof(DownloadLink))]
internal sealed partial class AttachmentsJson : JsonSerializerContext;
