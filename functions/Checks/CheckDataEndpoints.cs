using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Checks;

/// <summary>How an operator sees and replaces the data of checks.</summary>
internal static class CheckDataEndpoints
{
    private const long MaxBytes = 2 * 1024 * 1024;

    public static void MapCheckDataOperations(this IEndpointRouteBuilder operations)
    {
        var data = operations.MapGroup("/checks/data");
        data.MapGet("", ListAsync).WithName("listCheckData").WithSummary("The terms and patterns that checks use").Allow(Permissions.ReadCheckData);
        data.MapGet("/{name}", ReadAsync).WithName("getCheckData").WithSummary("One set of them, as it can be replaced").Allow(Permissions.ReadCheckData)
            .Produces<CheckData>();
        data.MapPut("/{name}", ReplaceAsync).WithName("replaceCheckData").WithSummary("Replace a set; checks follow within a minute").Allow(Permissions.ReplaceCheckData)
            .MaxBody(MaxBytes).Produces<CheckDataItem>().Refuses(ProblemCodes.Stale);
        data.MapDelete("/{name}", RestoreAsync).WithName("restoreCheckData").WithSummary("Go back to the set that came with the app").Allow(Permissions.ReplaceCheckData)
            .Refuses(ProblemCodes.Stale);
    }

    private static async Task<Resource<CheckDataList>> ListAsync(CheckDataStore store, CancellationToken cancellationToken)
    {
        var sets = await Task.WhenAll(CheckDataSets.Names.Select(async name => (await store.ReadAsync(name, cancellationToken)).ToItem(name)));
        return ApiResults.Ok(new CheckDataList(sets));
    }

    private static async Task<IResult> ReadAsync(string name, CheckDataStore store, CancellationToken cancellationToken)
    {
        if (!CheckDataSets.Names.Contains(name))
        {
            return Problems.NotFound();
        }

        var current = await store.ReadAsync(name, cancellationToken);
        return ApiResults.Ok(current.Data, current.Tag);
    }

    private static async Task<IResult> ReplaceAsync(
        string name, JsonBody<CheckData> body, IfMatch ifMatch, CheckDataStore store, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!CheckDataSets.Names.Contains(name))
        {
            return Problems.NotFound();
        }

        if (CheckDataRules.Check(name, body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var current = await store.ReadAsync(name, cancellationToken);
        if (!ifMatch.Matches(current.Tag))
        {
            return Problems.Stale(current.Tag);
        }

        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.CheckDataReplaced, TargetOf(name), cancellationToken);
        var saved = await store.ReplaceAsync(name, current, body.Value, cancellationToken);
        var after = await store.ReadAsync(name, cancellationToken);
        return saved ? ApiResults.Ok(after.ToItem(name), after.Tag) : Problems.Stale(after.Tag);
    }

    private static async Task<IResult> RestoreAsync(
        string name, IfMatch ifMatch, CheckDataStore store, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!CheckDataSets.Names.Contains(name))
        {
            return Problems.NotFound();
        }

        var current = await store.ReadAsync(name, cancellationToken);
        if (!ifMatch.Matches(current.Tag))
        {
            return Problems.Stale(current.Tag);
        }

        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.CheckDataRestored, TargetOf(name), cancellationToken);
        return await store.RestoreAsync(name, current, cancellationToken) ? ApiResults.NoContent() : Problems.Stale((await store.ReadAsync(name, cancellationToken)).Tag);
    }

    private static string TargetOf(string name) => $"check-data/{name}";
}
