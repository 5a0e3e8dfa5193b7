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
/// <param name="Trace">Which request it is.</param>
/// <param name="Now">When it came.</param>
/// <param name="Language">The language of the response.</param>
internal sealed record RequestContext(AccessScope Access, RequestTrace Trace, DateTimeOffset Now, Language Language) : IBindableFromHttpContext<RequestContext>
{
    public Caller Caller => Access.Caller;

    /// <summary>Who acts, when and in which request, as the audit trail records it.</summary>
    public AuditContext Audit =>
        new(new AuditActor(Caller.Issuer, Caller.Subject, Caller.Name, Caller.Roles.ToString(), Caller.Channel), Trace.CorrelationId, Now);

    public static ValueTask<RequestContext?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return new(new RequestContext(
            services.GetRequiredService<AccessScope>(), services.GetRequiredService<RequestTrace>(), now, context.Request.LanguageOf()));
    }
}
