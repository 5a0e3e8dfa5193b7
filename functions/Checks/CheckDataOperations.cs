using Marketplace.Functions.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Checks;

/// <summary>How an operator sees and replaces the data of checks.</summary>
internal sealed class CheckDataOperations(CheckDataStore store, ActorLog log)
{
    public async Task<Resource<CheckDataList>> ListAsync(CancellationToken cancellationToken)
    {
        var sets = await Task.WhenAll(CheckDataSets.Names.Select(async name => (await store.ReadAsync(name, cancellationToken)).ToItem(name)));
        return ApiResults.Ok(new CheckDataList(sets));
    }

    public async Task<IResult> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (!CheckDataSets.Names.Contains(name))
        {
            return Problems.NotFound();
        }

        var current = await store.ReadAsync(name, cancellationToken);
        return ApiResults.Ok(current.Data, current.Tag);
    }

    public async Task<IResult> ReplaceAsync(string name, JsonBody<CheckData> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
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

        await log.RecordAsync(context.Audit, CheckActions.DataReplaced, TargetOf(name), CheckDataDiff.Between(current.Data, body.Value), cancellationToken);
        var isSaved = await store.ReplaceAsync(name, current, body.Value, cancellationToken);
        var after = await store.ReadAsync(name, cancellationToken);
        return isSaved ? ApiResults.Ok(after.ToItem(name), after.Tag) : Problems.Stale(after.Tag);
    }

    public async Task<IResult> RestoreAsync(string name, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
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

        var differences = CheckDataDiff.Between(current.Data, CheckDataSets.Shipped(name));
        await log.RecordAsync(context.Audit, CheckActions.DataRestored, TargetOf(name), differences, cancellationToken);
        return await store.RestoreAsync(name, current, cancellationToken)
            ? ApiResults.NoContent()
            : Problems.Stale((await store.ReadAsync(name, cancellationToken)).Tag);
    }

    private static string TargetOf(string name) => $"check-data/{name}";
}
