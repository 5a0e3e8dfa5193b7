using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Vendors.Moderation;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
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
        .AddSingleton<VendorReviews>();

    public static void MapVendors(this IEndpointRouteBuilder routes)
    {
        var vendors = routes.MapHttpFunction("Vendors", "vendors");
        vendors.MapGet("/me", MeAsync).WithName("getOwnVendor").WithSummary("The caller's company as its staff see it")
            .Allow(Permissions.ReadOwnVendor).Produces<VendorAccount>().Refuses(ProblemCodes.NotFound);
        vendors.MapPut("/me", PutAsync).WithName("putOwnVendor").WithSummary("Sign the caller's company up, or edit its profile")
            .Allow(Permissions.KeepVendor).Produces<VendorAccount>().Produces<VendorAccount>(201)
            .BodyExample("""{"name":"示例云岭政务软件（广州）有限公司","sizeClass":"small","region":"4401","introduction":"办事指南软件。","contacts":[{"name":"张三","phone":"020-83130000"}]}""");

        vendors.MapPost("/{id}/verification/decision", DecideAsync).WithName("decideVendorVerification").WithSummary("Accept or refuse a vendor's licence")
            .Allow(Permissions.VerifyVendors).Produces<VendorStanding>().Refuses("verificationNotRequested", "vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"decision":"refuse","reason":"执照名称与企业名称不一致","version":3}""");
        vendors.MapPost("/{id}/suspend", SuspendAsync).WithName("suspendVendor").WithSummary("Take a vendor out of the resource pool")
            .Allow(Permissions.SuspendVendors).Produces<VendorStanding>().Refuses("vendorSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"资质过期","version":3}""");
        vendors.MapPost("/{id}/resume", ResumeAsync).WithName("resumeVendor").WithSummary("Show a suspended vendor again")
            .Allow(Permissions.ResumeVendors).Produces<VendorStanding>().Refuses("vendorNotSuspended", "ownCompany", ProblemCodes.Stale)
            .BodyExample("""{"reason":"已补交资质","version":4}""");
    }

    private static Task<IResult> MeAsync(KeepProfile profile, Identity.Access access, CancellationToken cancellationToken) =>
        profile.ReadAsync(access.Caller.CreditCode!.Value, cancellationToken);

    private static Task<IResult> PutAsync(
        JsonBody<VendorProfileRequest> body, PutCondition condition, KeepProfile profile, Identity.Access access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        profile.PutAsync(access.Caller.CreditCode!.Value, body.Value, condition, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> DecideAsync(
        string id, JsonBody<VerificationDecisionRequest> body, VendorReviews reviews, Identity.Access access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.DecideAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> SuspendAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorReviews reviews, Identity.Access access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.SuspendAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> ResumeAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorReviews reviews, Identity.Access access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        reviews.ResumeAsync(id, body.Value, access, Audited.By(access, trace, time), cancellationToken);
}
