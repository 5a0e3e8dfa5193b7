using Marketplace.Functions.Attachments;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions;

/// <summary>From a draft to the hands of a reviewer.</summary>
internal static class SubmissionsSetup
{
    private static readonly TimeSpan ChecksLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddSubmissions(this IServiceCollection services) => services
        .AddSingleton(Store)
        .AddSingleton(provider => new SubmissionLists(provider.GetRequiredService<SubmissionStore>(), provider.GetRequiredService<TableServiceClient>().GetTableClient(SubmissionLists.TableName)))
        .AddSingleton<IProjection>(provider => provider.GetRequiredService<SubmissionLists>())
        .AddChangeSource(SubmissionStore.Changed, ListingStore.TableName, ListingStore.ChainOf)
        .AddSingleton<SubmissionReader>()
        .AddSingleton<SubmissionView>()
        .AddSingleton<OpenSubmissions>()
        .AddSingleton<WriteSubmissions>()
        .AddSingleton<ListSubmissions>()
        .AddSingleton<HandInSubmissions>()
        .AddSingleton<VendorGate>()
        .AddSingleton<ICheck, VendorCheck>()
        .AddSingleton<IOpenTexts, OpenTexts>()
        .AddSingleton<SubmissionChecks>()
        .AddSingleton<RecheckSubmissions>()
        .AddSingleton<AttachFiles>()
        .AddAttachmentTable(SubmissionFiles.Kind, ListingStore.TableName, SubmissionFiles.Completed)
        .AddSingleton<INotificationSource, SubmissionNotifications>()
        .AddSingleton<StuckSubmissions>()
        .AddSingleton<CheckSubmission>();

    public static void MapSubmissions(this IEndpointRouteBuilder routes)
    {
        var submissions = routes.MapHttpFunction("Submissions", "submissions");
        submissions.MapSubmissionEndpoints();
        submissions.MapFileEndpoints();
        routes.MapQueueFunction<CheckSubmission>("CheckSubmission", SubmissionStore.ChecksQueue, static (delivery, check, stop) => check.RunAsync(delivery, stop)).TimeLimit(ChecksLimit);
    }

    private static SubmissionStore Store(IServiceProvider provider)
    {
        var queues = provider.GetRequiredService<QueueServiceClient>();
        return new SubmissionStore(
            provider.GetRequiredService<ListingStore>(),
            provider.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.TableName),
            new OutboxWriter(queues.GetQueueClient(SubmissionStore.ChecksQueue), SubmissionStore.ChecksHidden),
            new OutboxWriter(queues.GetQueueClient(ChangeEvents.Queue)));
    }
}
