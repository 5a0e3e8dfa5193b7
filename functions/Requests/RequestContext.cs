using System.Reflection;
using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Requests;

/// <summary>What every use case asks of a request: who calls, what they may, in which language they read, when, and what the audit trail records.</summary>
/// <param name="Access">The caller, and what the route's permission lets them reach.</param>
/// <param name="Audit">Who acts, when and in which request, as the audit trail records it.</param>
/// <param name="Language">The language of the response.</param>
internal sealed record RequestContext(AccessScope Access, AuditContext Audit, Language Language) : IBindableFromHttpContext<RequestContext>
{
    public Caller Caller => Access.Caller;

    public DateTimeOffset Now => Audit.At;

    public static ValueTask<RequestContext?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var services = context.RequestServices;
        var access = services.GetRequiredService<AccessScope>();
        var caller = access.Caller;
        var actor = new AuditActor(caller.Issuer, caller.Subject, caller.Name, caller.Roles.ToString(), caller.Channel);
        var audit = new AuditContext(actor, services.GetRequiredService<RequestTrace>().CorrelationId, services.GetRequiredService<TimeProvider>().GetUtcNow());
        return new(new RequestContext(access, audit, context.Request.LanguageOf()));
    }
}
