using Marketplace.Aggregates;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Values;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;
using Marketplace.Storage;

namespace Marketplace.Functions.Requests;

/// <summary>What a request does to one aggregate; <see cref="ChangeRequests.ChangeAsync"/> carries it out.</summary>
/// <typeparam name="T">The aggregate's state.</typeparam>
/// <param name="Action">What the audit trail records.</param>
/// <param name="Decide">The new state, the very same object when there is nothing to change, or the refusal.</param>
internal sealed record ChangeRequest<T>(AuditAction Action, Func<Stored<T>, CancellationToken, ValueTask<Decided<T>>> Decide)
    where T : class
{
    public ChangeRequest(AuditAction action, Func<T, Decided<T>> rule)
        : this(action, (stored, _) => new(rule(stored.State)))
    {
    }

    /// <summary>Whether the caller may know of the aggregate; otherwise it does not exist for them.</summary>
    public required Func<T, bool> IsVisible { get; init; }

    /// <summary>The response to a change that was made; the flag says whether it repeats the first response to the same request.</summary>
    public required Func<Stored<T>, bool, IResult> Respond { get; init; }

    /// <summary>The version that the client saw, as a header names it.</summary>
    public IfMatch? IfMatch { get; init; }

    /// <summary>Whether the version that the body names is the present one.</summary>
    public Func<T, bool> IsCurrent { get; init; } = static _ => true;

    /// <summary>Whether this very request was carried out before and only its response was lost.</summary>
    public Func<T, bool> IsRepeated { get; init; } = static _ => false;

    /// <summary>The reason given, for the audit trail.</summary>
    public string? Reason { get; init; }

    /// <summary>How the change is committed, where not as usual.</summary>
    public Func<Change<T>, CancellationToken, Task<OutboxOutcome>>? Commit { get; init; }
}

/// <summary>The one way in which requests change aggregates.</summary>
internal static class ChangeRequests
{
    /// <summary>
    /// Finds the aggregate, asks whether the caller may know of it, compares the version that the client saw, decides, commits state, audit entry
    /// and event as one, and responds: 404, 412, the rule's refusal, or what <see cref="ChangeRequest{T}.Respond"/> says.
    /// </summary>
    /// <exception cref="ContentionException">A consumer gave up waiting for the commit again and again; answered with 503.</exception>
    public static Task<IResult> ChangeAsync<T>(
        this IAggregateStore<T> store, string id, ChangeRequest<T> request, RequestContext context, CancellationToken cancellationToken)
        where T : class =>
        RetryPolicy.RunAsync(id, stop => store.TryChangeAsync(id, request, context, stop), cancellationToken);

    /// <summary>The entity tag of an aggregate: its revision.</summary>
    public static EntityTag TagOf<T>(this IAggregateStore<T> store, T state)
        where T : class => EntityTag.OfVersion(store.RevisionOf(state));

    /// <summary>412 with the tag of now; 404 where there is nothing any more.</summary>
    public static async Task<IResult> StaleAsync<T>(this IAggregateStore<T> store, string id, CancellationToken cancellationToken)
        where T : class =>
        await store.FindAsync(id, cancellationToken) is { } now ? Problems.Stale(store.TagOf(now.State)) : Problems.NotFound();

    private static async Task<IResult?> TryChangeAsync<T>(
        this IAggregateStore<T> store, string id, ChangeRequest<T> request, RequestContext context, CancellationToken cancellationToken)
        where T : class
    {
        if (await store.FindAsync(id, cancellationToken) is not { } stored || !request.IsVisible(stored.State))
        {
            return Problems.NotFound();
        }

        if (request.IsRepeated(stored.State))
        {
            return request.Respond(stored, true);
        }

        var tag = store.TagOf(stored.State);
        if (request.IfMatch?.Matches(tag) is false || !request.IsCurrent(stored.State))
        {
            return Problems.Stale(tag);
        }

        var decided = await request.Decide(stored, cancellationToken);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        if (ReferenceEquals(decided.Value, stored.State))
        {
            return request.Respond(stored, false);
        }

        var change = new Change<T>(stored, decided.Value, context.Audit.Of(request.Action, request.Reason));
        return await (request.Commit ?? store.CommitAsync)(change, cancellationToken) switch
        {
            OutboxOutcome.Committed => request.Respond(stored with { State = decided.Value }, false),
            OutboxOutcome.Cancelled => null,
            _ => await store.StaleAsync(id, cancellationToken),
        };
    }
}
