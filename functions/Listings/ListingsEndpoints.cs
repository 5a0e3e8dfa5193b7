using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Details;
using Marketplace.Functions.Listings.Lifecycle;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Listings.Transfer;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Listings;

/// <summary>The three lists (三大清单): search, read, export, import, and the states of published entries.</summary>
internal static class ListingsEndpoints
{
    public static IServiceCollection AddListings(this IServiceCollection services, ListingOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new ListingStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.TableName),
            new OutboxWriter(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(ListingStore.Queue))))
        .AddAuditChains(ListingStore.Chains, ListingStore.TableName, ListingRows.State)
        .AddSingleton<ListingFilters>()
        .AddSingleton<ListingNames>()
        .AddSingleton<SearchListings>()
        .AddSingleton<ReadListings>()
        .AddSingleton<ReadContacts>()
        .AddSingleton<ReadAttachments>()
        .AddSingleton<MoveListings>()
        .AddSingleton<ImportReader>()
        .AddSingleton<ImportListings>()
        .AddSingleton<ExportListings>();

    public static void MapListings(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var filters = services.GetRequiredService<ListingFilters>();
        var listings = routes.MapHttpFunction("Listings", "listings");
        var reading = listings.MapGroup("").Allow(Permissions.ReadListings);

        reading.MapGet("", SearchAsync).WithName("searchListings").WithSummary("Search the three lists")
            .Reads([.. filters.Parameters, SearchListings.Facets, SearchListings.Highlight, Paging.Limit, Paging.Cursor])
            .Produces<ListingPageShape>();
        reading.MapGet("/suggest", SuggestAsync).WithName("suggestListings").WithSummary("Complete what is being typed")
            .Reads(SearchListings.Typed, ListingFilters.Kinds, SearchListings.SuggestLimit);
        reading.MapGet("/{id}", DetailAsync).WithName("getListing").WithSummary("One entry in full").Produces<ListingDetail>();
        reading.MapGet("/{id}/versions", VersionsAsync).WithName("getListingVersions").WithSummary("The published versions of an entry").Produces<ListingVersions>();
        reading.MapGet("/{id}/related", RelatedAsync).WithName("getRelatedListings").WithSummary("Linked and similar entries").Produces<RelatedListings>();

        reading.MapGet("/{id}/attachments/{attachmentId}", AttachmentAsync).WithName("getListingAttachment").WithSummary("A link to download a file of an entry, for five minutes")
            .Produces<DownloadLink>().Refuses("attachmentNotClean");

        listings.MapGet("/{id}/contact", ContactAsync).WithName("getListingContact").WithSummary("Whom to ask about an entry; every look is recorded")
            .Allow(Permissions.ReadContacts).Produces<Contact>();
        listings.MapGet("/export", Export).WithName("exportListings").WithSummary("Everything a search finds, as CSV or JSON")
            .Allow(Permissions.ExportListings).Reads([.. filters.Parameters, ExportListings.Format]).Produces<string>(200, "text/csv", "application/json").TimeLimit(TimeSpan.FromMinutes(3)).ConcurrencyLimit(2);
        listings.MapPost("/import", ImportAsync).WithName("importListings").WithSummary("Create or update entries in bulk, one JSON object a line")
            .Allow(Permissions.ImportListings).Reads(ImportListings.DryRun).MaxBody(ImportListings.MaxBytes).TimeLimit(TimeSpan.FromMinutes(3)).ConcurrencyLimit(2);

        listings.MapPost("/{id}/suspend", SuspendAsync).WithName("suspendListing").WithSummary("Hide a published entry")
            .Allow(Permissions.SuspendListings).Refuses("listingNotPublished", ProblemCodes.Stale);
        listings.MapPost("/{id}/resume", ResumeAsync).WithName("resumeListing").WithSummary("Show a suspended entry again")
            .Allow(Permissions.ResumeListings).Refuses("listingNotSuspended", ProblemCodes.Stale);
        listings.MapPost("/{id}/withdraw", WithdrawAsync).WithName("withdrawListing").WithSummary("Take an entry back for good")
            .Allow(Permissions.WithdrawListings).Refuses("listingWithdrawn", ProblemCodes.Stale);
    }

    private static Task<IResult> SearchAsync(QueryValues query, Caller caller, SearchListings listings, HttpRequest request, CancellationToken cancellationToken) =>
        listings.SearchAsync(query, caller, request, cancellationToken);

    private static async Task<Resource<SuggestionList>> SuggestAsync(QueryValues query, Caller caller, SearchListings listings, CancellationToken cancellationToken) =>
        ApiResults.Ok(await listings.SuggestAsync(query, caller, cancellationToken));

    private static Task<IResult> DetailAsync(string id, Caller caller, ReadListings listings, CancellationToken cancellationToken) =>
        listings.DetailAsync(id, caller, cancellationToken);

    private static Task<IResult> VersionsAsync(string id, Caller caller, ReadListings listings, CancellationToken cancellationToken) =>
        listings.VersionsAsync(id, caller, cancellationToken);

    private static Task<IResult> RelatedAsync(string id, Caller caller, ReadListings listings, CancellationToken cancellationToken) =>
        listings.RelatedAsync(id, caller, cancellationToken);

    private static Task<IResult> AttachmentAsync(string id, string attachmentId, Caller caller, ReadAttachments attachments, CancellationToken cancellationToken) =>
        attachments.LinkAsync(id, attachmentId, caller, cancellationToken);

    private static Task<IResult> ContactAsync(
        string id, ReadContacts contacts, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        contacts.ReadAsync(id, access.Caller, Audited.By(access, trace, time), cancellationToken);

    private static IResult Export(QueryValues query, Caller caller, ExportListings listings) => listings.Run(query, caller);

    private static async Task<Resource<ImportReport>> ImportAsync(
        NdjsonBody body, QueryValues query, ImportListings listings, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken) =>
        ApiResults.Ok(await listings.RunAsync(body, query.Get(ImportListings.DryRun), Audited.By(access, trace, time), request.LanguageOf(), cancellationToken));

    private static Task<IResult> SuspendAsync(
        string id, JsonBody<MoveRequest> body, IfMatch ifMatch, MoveListings listings, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        listings.SuspendAsync(id, body.Value, ifMatch, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> ResumeAsync(
        string id, JsonBody<MoveRequest> body, IfMatch ifMatch, MoveListings listings, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        listings.ResumeAsync(id, body.Value, ifMatch, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> WithdrawAsync(
        string id, JsonBody<MoveRequest> body, IfMatch ifMatch, MoveListings listings, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        listings.WithdrawAsync(id, body.Value, ifMatch, access, Audited.By(access, trace, time), cancellationToken);
}
