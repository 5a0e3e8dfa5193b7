using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Vendors.Licences;
using Marketplace.Functions.Vendors.Moderation;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Vendors;

/// <summary>Vendors (服务商): their own profiles and licences, what reviewers decide about them, and the resource pool (服务商资源池).</summary>
internal static class VendorsSetup
{
    /// <summary>A file of 100 MB is read through once.</summary>
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddVendors(this IServiceCollection services) => services
        .AddApiJson(VendorsJson.Default)
        .AddProblemTexts(typeof(VendorsSetup).Assembly, "Vendors/Problems.json")
        .AddAuditActions(VendorActions.All)
        .AddAggregate(VendorStore.Type)
        .AddChangeSource(VendorStore.Changed, VendorStore.Type)
        .AddSingleton(provider =>
            new VendorStore(provider.Table(VendorStore.Type.Table), new OutboxWriter(provider.Queue(ChangeEvents.Queue), VendorStore.Changed)))
        .AddSingleton<VendorDirectory>()
        .AddAttachmentParent(VendorStore.Type, "licence.completed")
        .AddSingleton<INotificationSource, VendorNotifications>()
        .AddTable(VendorPoolStore.TableName)
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<VendorPoolStore>(provider, provider.Table(VendorPoolStore.TableName)))
        .AddSingleton<IProjection, VendorPool>()
        .AddSingleton<VendorList>()
        .AddSingleton<VendorPage>()
        .AddSingleton<VendorLicences>()
        .AddSingleton<WaitingVendors>();

    public static void MapVendors(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var vendors = routes.MapHttpFunction("Vendors", "vendors");
        MapPool(vendors, services);
        MapOwn(vendors);
        MapModeration(vendors, services.GetRequiredService<WaitingVendors>(), services.GetRequiredService<VendorLicences>());
        routes.MapOperationsGroup().MapPost("/vendor-pool/rebuild", RebuildPoolAsync).WithName("rebuildVendorPool")
            .WithSummary("Rebuild the resource pool from listings and vendors")
            .Allow(Permissions.RebuildVendorPool);
    }

    private static void MapPool(RouteGroupBuilder vendors, IServiceProvider services)
    {
        var (list, page) = (services.GetRequiredService<VendorList>(), services.GetRequiredService<VendorPage>());
        vendors.MapGet("", list.ListAsync).WithName("listVendors").WithSummary("The resource pool: vendors with a published product")
            .Allow(Permissions.ReadVendors).Reads(list.Parameters)
            .ResponseExample(
                """{"items":[{"id":"91440100EXAMPLE119","name":"示例云岭政务软件（广州）有限公司","region":{"code":"4401","name":"广州市"},"sizeClass":"small","isVerified":true,"products":2,"newestProductAt":"2026-02-01T01:00:00Z"}],"total":1}""");
        vendors.MapGet("/{id}", page.DetailAsync).WithName("getVendor").WithSummary("A vendor's profile with its products and linked cases")
            .Allow(Permissions.ReadVendors).Produces<VendorDetail>();
        vendors.MapGet("/{id}/contacts", page.ContactsAsync).WithName("getVendorContacts").WithSummary("A vendor's contacts; every access is recorded")
            .Allow(Permissions.ReadContacts).Reads(ProtectedAccess.Reason).Produces<VendorContacts>().Refuses(ProtectedAccess.ReasonRequired);
    }

    private static void MapOwn(RouteGroupBuilder vendors)
    {
        vendors.MapGet("/me", OwnProfile.ReadAsync).WithName("getOwnVendor").WithSummary("The caller's company as its staff see it")
            .Allow(Permissions.ReadOwnVendor).Produces<VendorAccount>().Refuses(ProblemCodes.NotFound);
        vendors.MapPut("/me", OwnProfile.PutAsync).WithName("putOwnVendor").WithSummary("Register the caller's company, or edit its profile")
            .Allow(Permissions.KeepVendor).Produces<VendorAccount>().Produces<VendorAccount>(201)
            .BodyExample(
                """{"name":"示例云岭政务软件（广州）有限公司","sizeClass":"small","region":"4401","introduction":"办事指南软件。","contacts":[{"name":"张三","phone":"020-83130000"}]}""");
        vendors.MapGet("/me/licence", OwnLicences.ListAsync).WithName("listOwnLicences").WithSummary("The licences of the caller's company")
            .Allow(Permissions.ReadOwnVendor).Produces<LicenceList>();
        vendors.MapPost("/me/licence", OwnLicences.AnnounceAsync).WithName("announceLicence")
            .WithSummary("Announce a licence; the response says where to upload it")
            .Allow(Permissions.KeepVendor).Produces<AttachmentTicket>(201)
                .Refuses("attachmentLimit", ProblemCodes.NotFound, ProblemCodes.IdempotencyKeyReused, ProblemCodes.Busy)
            .BodyExample("""{"fileName":"营业执照.pdf","contentType":"application/pdf","length":204800}""");
        vendors.MapPost("/me/licence/{attachmentId}/complete", OwnLicences.CompleteAsync).WithName("completeLicence")
            .WithSummary("Have an upload inspected; a repeat returns the licence's state")
            .Allow(Permissions.KeepVendor).Produces<AttachmentItem>().TimeLimit(CompletionLimit).ConcurrencyLimit(8).RateLimit(RateClass.Costly)
            .Refuses("uploadAttempts", "uploadChanged", "uploadDiffers", "uploadIncomplete", "uploadMissing");
        vendors.MapPost("/me/verification", OwnLicences.RequestVerificationAsync).WithName("requestVendorVerification")
            .WithSummary("Ask for verification with an uploaded licence")
            .Allow(Permissions.KeepVendor).Produces<VendorAccount>(202)
                .Refuses("licenceNotUsable", "vendorSuspended", ProblemCodes.NotFound, ProblemCodes.Stale)
            .BodyExample("""{"attachmentId":"0123456789abcdef0123456789abcdef"}""");
    }

    private static void MapModeration(RouteGroupBuilder vendors, WaitingVendors waiting, VendorLicences licences)
    {
        vendors.MapGet("/{id}/licence", licences.ReadAsync).WithName("getVendorLicence")
            .WithSummary("A link to the licence of a vendor that asked for verification, valid for five minutes; every access is recorded")
            .Allow(Permissions.ReadLicences).Reads(ProtectedAccess.Reason).Produces<VendorLicence>()
            .Refuses("attachmentNotClean", ProtectedAccess.ReasonRequired);
        vendors.MapGet("/verifications", waiting.ListAsync).WithName("listVendorVerifications")
            .WithSummary("Vendors of the reviewer's region that wait for verification, longest first")
            .Allow(Permissions.VerifyVendors).Reads(waiting.Parameters);
        vendors.MapPost("/{id}/verification/decision", VendorModeration.DecideAsync).WithName("decideVendorVerification")
            .WithSummary("Accept or refuse a vendor's licence")
            .Allow(Permissions.VerifyVendors).Produces<VendorStanding>()
                .Refuses("verificationNotRequested", "licenceNotClean", "vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"decision":"refuse","reason":"执照名称与企业名称不一致","version":3}""");
        vendors.MapPost("/{id}/suspend", VendorModeration.SuspendAsync).WithName("suspendVendor").WithSummary("Take a vendor out of the resource pool")
            .Allow(Permissions.SuspendVendors).Produces<VendorStanding>().Refuses("vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"资质过期","version":3}""");
        vendors.MapPost("/{id}/resume", VendorModeration.ResumeAsync).WithName("resumeVendor").WithSummary("Show a suspended vendor again")
            .Allow(Permissions.ResumeVendors).Produces<VendorStanding>().Refuses("vendorNotSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"已补交资质","version":4}""");
    }

    private static async Task<Accepted<VendorPoolRebuildRequested>> RebuildPoolAsync(
        ChangeEvents events, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        await log.RecordAsync(context.Audit, VendorActions.PoolRebuildRequested, VendorPool.ProjectionName, cancellationToken);
        await events.RebuildAsync(VendorPool.ProjectionName, "", cancellationToken);
        return ApiResults.Accepted("/api/vendors", new VendorPoolRebuildRequested(context.Now));
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VendorProfileRequest))]
[JsonSerializable(typeof(VendorAccount))]
[JsonSerializable(typeof(VendorStanding))]
[JsonSerializable(typeof(VendorDetail))]
[JsonSerializable(typeof(VendorContacts))]
[JsonSerializable(typeof(Page<VendorItem>), TypeInfoPropertyName = "VendorPage")]
[JsonSerializable(typeof(Page<WaitingVendor>), TypeInfoPropertyName = "WaitingVendorPage")]
[JsonSerializable(typeof(VendorPoolRebuildRequested))]
[JsonSerializable(typeof(LicenceList))]
[JsonSerializable(typeof(VendorLicence))]
[JsonSerializable(typeof(VerificationRequest))]
[JsonSerializable(typeof(VendorMoveRequest))]
[JsonSerializable(typeof(VerificationDecisionRequest))]
internal sealed partial class VendorsJson : JsonSerializerContext;
