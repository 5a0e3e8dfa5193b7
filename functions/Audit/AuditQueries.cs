using Marketplace.Audit;
using Marketplace.Audit.Index;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;

namespace Marketplace.Functions.Audit;

/// <summary>The parameters of questions to the trail.</summary>
internal sealed class AuditQueries(AuditActions actions)
{
    public static readonly QueryParameter<string?> Object = Query.Text("object", "What it was done to, such as listings/abc, or the chain.", 128);
    public static readonly QueryParameter<string?> Issuer = Query.Text("issuer", "Issuer of the actor's tokens; goes with actor.", 512);
    public static readonly QueryParameter<string?> Actor = Query.Text("actor", "Subject of whoever did it; goes with issuer.", 255);
    public readonly QueryParameter<string?> Action = Query.Code("action", "What was done.", actions.IsKnown);
    public static readonly QueryParameter<DateTimeOffset?> From = Query.Instant("from", "Not before this.");
    public static readonly QueryParameter<DateTimeOffset?> To = Query.Instant("to", "Before this.");

    public static readonly QueryParameter<bool> Personal = Query.Flag(
        "personal", "Whether personal values are exported too: who acted, contacts before and after. Goes with reason, and is recorded.");

    public static readonly QueryParameter<string?> Reason = Query.Text("reason", "Why, 2–500 characters; recorded in the trail.", 500);

    public IReadOnlyList<QueryParameter> All => [Object, Issuer, Actor, Action, From, To, Paging.Limit, Paging.Cursor];

    /// <summary>What is wrong between the parameters; nothing when they make a filter.</summary>
    public static IReadOnlyList<FieldError> Check(QueryValues query)
    {
        if (query.Get(Actor) is not null && query.Get(Issuer) is null)
        {
            return [FieldError.Required(Issuer.Name)];
        }

        if (query.Get(Actor) is null && query.Get(Issuer) is not null)
        {
            return [FieldError.Required(Actor.Name)];
        }

        return query.Get(From) is { } from && query.Get(To) is { } to && from >= to ? [FieldError.Inconsistent(From.Name, To.Name)] : [];
    }

    /// <summary>Personal values are exported for a reason only.</summary>
    public static IReadOnlyList<FieldError> CheckExport(QueryValues query)
    {
        var errors = new FieldErrors();
        errors.Text(Reason.Name, query.Get(Reason), most: 500, least: 2, required: query.Get(Personal));
        return errors.All;
    }

    public AuditFilter ToFilter(QueryValues query, ActorPseudonyms pseudonyms) => new(
        query.Get(Object),
        query.Get(Actor) is { } subject ? pseudonyms.Of(query.Get(Issuer)!, subject) : null,
        query.Get(Action),
        query.Get(From),
        query.Get(To));
}
