using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Events;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings;
using Marketplace.Functions.Me;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Operations;
using Marketplace.Functions.Persons;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Reviews;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Vendors;
using Marketplace.Hosting;
using Marketplace.Hosting.App;

namespace Marketplace.Functions;

/// <summary>The function app: what it is made of, in order.</summary>
internal static class MarketplaceApp
{
    /// <summary>Builds the app; nothing runs yet.</summary>
    /// <param name="args">The command line: settings as <c>--Host:Port=7070</c>, or <c>--emit-functions DIR</c>.</param>
    /// <param name="adjust">What a test changes before the app is built.</param>
    public static FunctionApp Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        var builder = FunctionApp.CreateBuilder(args);
        builder.AddInstance();
        builder.Services
            .AddEvents()
            .AddReference()
            .AddListings(new ListingOptions(AllowSamples: builder.Settings.Flag("Marketplace:AllowSamples", false)))
            .AddVendors()
            .AddSubmissions(new SubmissionOptions(MostDrafts: builder.Settings.Number("Marketplace:MostDrafts", 1, 1_000_000, 50)))
            .AddReviews()
            .AddIndexing()
            .AddAttachments(AttachmentOptions
                .Address(builder.Settings.Text("Marketplace:Clamd", AttachmentOptions.Accepted, "", text => AttachmentOptions.Address(text) is not null)))
            .AddChecks()
            .AddAudit(
                builder.Settings.Keys("Marketplace:PseudonymKey", 32)[0],
                new AccessOptions(PerHour: builder.Settings.Number("Marketplace:AccessesPerHour", 1, 10_000, 60)))
            .AddNotifications()
            .AddWebhooks(WebhookOptions.Read(builder.Settings))
            .AddPersons()
            .AddMe()
            .AddOperations();
        builder.AddSearchEngine();
        builder.AddAuditHealth();
        builder.Services.AddOpenApi(FunctionApp.DocumentName);
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapReference();
        app.MapListings();
        app.MapSubmissions();
        app.MapReviews();
        app.MapVendors();
        app.MapIndexing();
        app.MapAttachments();
        app.MapChecks();
        app.MapAudit();
        app.MapEvents();
        app.MapNotifications();
        app.MapWebhooks();
        app.MapPersons();
        app.MapMe();
        app.MapOperations();
        return app;
    }
}
