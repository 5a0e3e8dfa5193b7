using Marketplace.Files;
using Marketplace.Files.Scanning;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Sas;

namespace Marketplace.Functions.Attachments;

/// <summary>Attachments (附件) of any aggregate: uploaded by ticket into quarantine, inspected, scanned, and only then to be downloaded.</summary>
internal static class AttachmentsSetup
{
    /// <summary>Where completed uploads wait for the scan; the function <c>CheckSubmission</c> listens.</summary>
    public const string Queue = "submission-checks";

    private static readonly TimeSpan SweepLimit = TimeSpan.FromMinutes(4);

    /// <summary>Containers of its own.</summary>
    public static string[] Containers { get; } = [AttachmentBlobs.Quarantine, AttachmentBlobs.Kept];

    /// <param name="services">The app's services.</param>
    /// <param name="clamd">Where the malware scanner listens; null for none.</param>
    public static IServiceCollection AddAttachments(this IServiceCollection services, ClamdAddress? clamd) => services
        .AddSingleton(new AttachmentOptions(clamd))
        .AddSingleton(provider => new FileInspector(new InspectionLimits(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new BlobSasSigner(provider.GetRequiredService<BlobServiceClient>()))
        .AddSingleton<AttachmentTables>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<AttachmentStore>(provider, new OutboxWriter(QueueOf(provider))))
        .AddSingleton<AttachmentBlobs>()
        .AddSingleton<AttachmentService>()
        .AddSingleton<AttachmentScanner>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ScanAttachments>(provider, QueueOf(provider)))
        .AddSingleton<SweepUploads>();

    /// <summary>Lets the aggregates of a table have attachments: the capability that keeps the table calls this once.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="kind">Names the aggregates in the names of blobs, such as <c>listings</c>: lower-case letters.</param>
    /// <param name="table">The table.</param>
    /// <param name="completed">Type of the message that an upload is complete, such as <c>attachment.completed.1</c>.</param>
    public static IServiceCollection AddAttachmentTable(this IServiceCollection services, string kind, string table, string completed) =>
        services.AddSingleton(new AttachmentTable(kind, table, completed));

    public static void MapAttachments(this IEndpointRouteBuilder routes) =>
        routes.MapTimerFunction<SweepUploads>("SweepUploads", "0 20 * * * *", static (_, sweep, stop) => sweep.RunAsync(stop)).TimeLimit(SweepLimit);

    private static QueueClient QueueOf(IServiceProvider provider) => provider.GetRequiredService<QueueServiceClient>().GetQueueClient(Queue);
}
