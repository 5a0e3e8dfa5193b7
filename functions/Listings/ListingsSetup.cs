using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Details;
using Marketplace.Functions.Listings.Lifecycle;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Listings.Transfer;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Outbox;

namespace Marketplace.Functions.Listings;

/// <summary>The three lists (三大清单): search, read, export, import, and the states of published listings.</summary>
internal static class ListingsSetup
{
    private static readonly TimeSpan TransferLimit = TimeSpan.FromMinutes(3);

    public static IServiceCollection AddListings(this IServiceCollection services, ListingOptions options) => services
        .AddApiJson(ListingsJson.Default)
        .AddProblemTexts(typeof(ListingsSetup).Assembly, "Listings/Problems.json")
        .AddAuditActions(ListingActions.All)
        .AddSingleton(options)
        .AddAggregate(ListingStore.Type)
        .AddQueue(ListingStore.Queue)
        .AddSingleton(provider =>
            new ListingStore(provider.Table(ListingStore.Type.Table), new OutboxWriter(provider.Queue(ListingStore.Queue), ListingStore.Changed)))
        .AddSingleton<ListingFilters>()
        .AddSingleton<ListingNames>()
        .AddSingleton<SearchListings>()
        .AddSingleton<ListingDetails>()
        .AddSingleton<ListingModeration>()
        .AddSingleton<ImportReader>()
        .AddSingleton<ImportListings>()
        .AddSingleton<ExportListings>();

    public static void MapListings(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var listings = routes.MapHttpFunction("Listings", "listings");
        MapReading(listings, services);
        MapTransfer(listings, services);
        MapModeration(listings, services.GetRequiredService<ListingModeration>());
    }

    private static void MapReading(RouteGroupBuilder listings, IServiceProvider services)
    {
        var (filters, search, details) =
            (services.GetRequiredService<ListingFilters>(), services.GetRequiredService<SearchListings>(), services.GetRequiredService<ListingDetails>());
        var reading = listings.MapGroup("").Allow(Permissions.ReadListings);
        reading.MapGet("", search.SearchAsync).WithName("searchListings").WithSummary("Search the three lists")
            .Reads([.. filters.Parameters, SearchListings.Facets, SearchListings.Highlight, Paging.Limit, Paging.Cursor])
            .Produces<ListingPageShape>();
        reading.MapGet("/suggest", search.SuggestAsync).WithName("suggestListings").WithSummary("Complete what is being typed")
            .Reads(SearchListings.Typed, ListingFilters.Kinds, SearchListings.SuggestLimit);
        reading.MapGet("/{id}", details.ReadAsync).WithName("getListing").WithSummary("One listing in full").Produces<ListingDetail>();
        reading.MapGet("/{id}/versions", details.VersionsAsync).WithName("getListingVersions").WithSummary("The published versions of a listing")
            .Produces<ListingVersions>();
        reading.MapGet("/{id}/related", details.RelatedAsync).WithName("getRelatedListings").WithSummary("Linked and similar listings")
            .Produces<RelatedListings>();
        reading.MapGet("/{id}/attachments/{attachmentId}", details.LinkAsync).WithName("getListingAttachment")
            .WithSummary("A link to download a file of a listing, valid for five minutes")
            .Produces<DownloadLink>().Refuses("attachmentNotClean");
        listings.MapGet("/{id}/contact", details.ContactAsync).WithName("getListingContact").WithSummary("The contact of a listing; every access is recorded")
            .Allow(Permissions.ReadContacts).Reads(ProtectedAccess.Reason).Produces<Contact>().Refuses(ProtectedAccess.ReasonRequired);
    }

    private static void MapTransfer(RouteGroupBuilder listings, IServiceProvider services)
    {
        var (filters, export, import) =
            (services.GetRequiredService<ListingFilters>(), services.GetRequiredService<ExportListings>(), services.GetRequiredService<ImportListings>());
        listings.MapGet("/export", export.Run).WithName("exportListings").WithSummary("Everything a search finds, as CSV or JSON")
            .Allow(Permissions.ExportListings).Reads([.. filters.Parameters, ExportListings.Format]).Produces<string>(200, "text/csv", "application/json")
            .TimeLimit(TransferLimit).ConcurrencyLimit(2).RateLimit(RateClass.Costly);
        listings.MapPost("/import", import.RunAsync).WithName("importListings").WithSummary("Create or update listings in bulk, one JSON object a line")
            .Allow(Permissions.ImportListings).Reads(ImportListings.DryRun).MaxBody(ImportListings.MaxBytes).TimeLimit(ImportListings.Limit)
            .ConcurrencyLimit(2).RateLimit(RateClass.Costly);
    }

    private static void MapModeration(RouteGroupBuilder listings, ListingModeration moderation)
    {
        listings.MapPost("/{id}/suspend", moderation.SuspendAsync).WithName("suspendListing").WithSummary("Hide a published listing")
            .Allow(Permissions.SuspendListings).Refuses("listingNotPublished", ProblemCodes.Stale);
        listings.MapPost("/{id}/resume", moderation.ResumeAsync).WithName("resumeListing").WithSummary("Show a suspended listing again")
            .Allow(Permissions.ResumeListings).Refuses("listingNotSuspended", ProblemCodes.Stale);
        listings.MapPost("/{id}/withdraw", moderation.WithdrawAsync).WithName("withdrawListing").WithSummary("Withdraw a listing for good")
            .Allow(Permissions.WithdrawListings).Refuses("listingWithdrawn", ProblemCodes.Stale);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(DownloadLink))]
[JsonSerializable(typeof(ListingPageShape))]
[JsonSerializable(typeof(SuggestionList))]
[JsonSerializable(typeof(ListingDetail))]
[JsonSerializable(typeof(ListingVersions))]
[JsonSerializable(typeof(RelatedListings))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(CaseLine))]
[JsonSerializable(typeof(ProductLine))]
[JsonSerializable(typeof(CapabilityLine))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(Contact))]
internal sealed partial class ListingsJson : JsonSerializerContext;
