using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Vendors.Licences;
using Marketplace.Functions.Vendors.Moderation;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
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

namespace Marketplace.Functions.Vendors;

/// <summary>Vendors (服务商): their own profiles, what reviewers decide about them, and the resource pool (服务商资源池).</summary>
internal static class VendorsEndpoints
{
    public static IServiceCollection AddVendors(this IServiceCollection services) => services
        .AddSingleton(provider => new VendorStore(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(VendorStore.TableName),
            new OutboxWriter(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(ChangeEvents.Queue))))
        .AddAuditChains(VendorStore.Chains, VendorStore.TableName, VendorRows.State)
        .AddChangeSource(VendorStore.Changed, VendorStore.TableName, VendorStore.ChainOf)
        .AddSingleton<VendorChanges>()
        .AddSingleton<VendorDirectory>()
        .AddSingleton<KeepProfile>()
        .AddSingleton<VendorReviews>()
        .AddSingleton<WaitingVendors>()
        .AddAttachmentTable(VendorStore.Chains, VendorStore.TableName, HandInLicence.Completed)
        .AddSingleton<HandInLicence>()
        .AddSingleton<ShowLicence>()
        .AddSingleton<INotificationSource, VendorNotifications>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<VendorPoolStore>(provider, provider.GetRequiredService<TableServiceClient>().GetTableClient(VendorPoolStore.TableName)))
        .AddSingleton<IProjection, VendorPool>()
        .AddSingleton<BrowseVendors>()
        .AddSingleton<ReadVendors>();

    public static void MapVendors(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var (pool, waiting) = (services.GetRequiredService<BrowseVendors>(), services.GetRequiredService<WaitingVendors>());
        var vendors = routes.MapHttpFunction("Vendors", "vendors");
        vendors.MapGet("", ListAsync).WithName("listVendors").WithSummary("The resource pool: vendors with a published product")
            .Allow(Permissions.ReadVendors).Reads(pool.Parameters)
            .ResponseExample("""{"items":[{"id":"91440100EXAMPLE119","name":"示例云岭政务软件（广州）有限公司","region":{"code":"4401","name":"广州市"},"sizeClass":"small","isVerified":true,"products":2,"newestProductAt":"2026-02-01T01:00:00Z"}],"total":1}""");
        vendors.MapGet("/{id}", DetailAsync).WithName("getVendor").WithSummary("A vendor's profile with its products and linked cases").Allow(Permissions.ReadVendors).Produces<VendorDetail>();
        vendors.MapGet("/{id}/contacts", ContactsAsync).WithName("getVendorContacts").WithSummary("Whom to ask at a vendor; every look is recorded")
            .Allow(Permissions.ReadContacts).Produces<VendorContacts>();
        vendors.MapGet("/me", MeAsync).WithName("getOwnVendor").WithSummary("The caller's company as its staff see it")
            .Allow(Permissions.ReadOwnVendor).Produces<VendorAccount>().Refuses(ProblemCodes.NotFound);
        vendors.MapPut("/me", PutAsync).WithName("putOwnVendor").WithSummary("Sign the caller's company up, or edit its profile")
            .Allow(Permissions.KeepVendor).Produces<VendorAccount>().Produces<VendorAccount>(201)
            .BodyExample("""{"name":"示例云岭政务软件（广州）有限公司","sizeClass":"small","region":"4401","introduction":"办事指南软件。","contacts":[{"name":"张三","phone":"020-83130000"}]}""");

        vendors.MapLicences();

        vendors.MapGet("/verifications", WaitingAsync).WithName("listVendorVerifications").WithSummary("Vendors of the reviewer's region that wait for verification, longest first")
            .Allow(Permissions.VerifyVendors).Reads(waiting.Parameters);
        vendors.MapPost("/{id}/verification/decision", DecideAsync).WithName("decideVendorVerification").WithSummary("Accept or refuse a vendor's licence")
            .Allow(Permissions.VerifyVendors).Produces<VendorStanding>().Refuses("verificationNotRequested", "licenceNotClean", "vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"decision":"refuse","reason":"执照名称与企业名称不一致","version":3}""");
        vendors.MapPost("/{id}/suspend", SuspendAsync).WithName("suspendVendor").WithSummary("Take a vendor out of the resource pool")
            .Allow(Permissions.SuspendVendors).Produces<VendorStanding>().Refuses("vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"资质过期","version":3}""");
        vendors.MapPost("/{id}/resume", ResumeAsync).WithName("resumeVendor").WithSummary("Show a suspended vendor again")
            .Allow(Permissions.ResumeVendors).Produces<VendorStanding>().Refuses("vendorNotSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"已补交资质","version":4}""");
    }

    /// <summary>What an operator does about the pool.</summary>
    public static void MapVendorOperations(this RouteGroupBuilder operations) =>
        operations.MapPost("/vendor-pool/rebuild", RebuildAsync).WithName("rebuildVendorPool").WithSummary("Make the resource pool anew from listings and vendors")
            .Allow(Permissions.RebuildVendorPool);

    private static Task<Resource<Page<VendorItem>>> ListAsync(QueryValues query, Caller caller, BrowseVendors vendors, CancellationToken cancellationToken) =>
        vendors.ListAsync(query, caller, cancellationToken);

    private static Task<IResult> DetailAsync(string id, Caller caller, ReadVendors vendors, CancellationToken cancellationToken) => vendors.DetailAsync(id, caller, cancellationToken);

    private static Task<IResult> ContactsAsync(string id, ReadVendors vendors, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        vendors.ContactsAsync(id, Audited.By(access, trace, time), cancellationToken);

    private static Task<Resource<Page<WaitingVendor>>> WaitingAsync(QueryValues query, AccessScope access, WaitingVendors waiting, TimeProvider time, CancellationToken cancellationToken) =>
        waiting.ListAsync(query, access, time.GetUtcNow(), cancellationToken);

    private static async Task<Accepted<VendorPoolRebuildRequested>> RebuildAsync(
        ChangeEvents events, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        var audited = Audited.By(access, trace, time);
        await log.RecordAsync(audited, AuditAction.VendorPoolRebuildRequested, VendorPool.ProjectionName, cancellationToken);
        await events.RebuildAsync(VendorPool.ProjectionName, "", cancellationToken);
        return ApiResults.Accepted("/api/vendors", new VendorPoolRebuildRequested(audited.At));
    }

    private static Task<IResult> MeAsync(KeepProfile profile, AccessScope access, CancellationToken cancellationToken) =>
        profile.ReadAsync(access.Caller.CreditCode!.Value, cancellationToken);

    private static Task<IResult> PutAsync(
        JsonBody<VendorProfileRequest> body, PutPrecondition condition, KeepProfile profile, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        profile.PutAsync(access.Caller.CreditCode!.Value, body.Value, condition, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> DecideAsync(
        string id, JsonBody<VerificationDecisionRequest> body, VendorReviews reviews, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.DecideAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> SuspendAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorReviews reviews, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.SuspendAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> ResumeAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorReviews reviews, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.ResumeAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);
}
