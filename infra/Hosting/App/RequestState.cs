using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.App;

/// <summary>What the middleware has found out about one request.</summary>
internal sealed class RequestState(RequestTrace trace)
{
    public RequestTrace Trace { get; } = trace;

    public Caller Caller { get; set; } = Caller.Anonymous;

    public AccessScope? Access { get; set; }

    public QueryValues Query { get; set; } = QueryValues.Empty;

    /// <summary>The refusal of a bound parameter; the handler is then not run.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The problem code of the response; null when there is no problem.</summary>
    public string? ProblemCode { get; set; }

    public static RequestState Of(HttpContext context) =>
        context.Features.Get<RequestState>() ?? throw new InvalidOperationException("The request did not come through the app's pipeline.");

    /// <summary>Records a refusal; errors of several invalid parameters are combined, otherwise the first refusal is kept.</summary>
    public void Refuse(Refusal refusal)
    {
        if (Refusal is null)
        {
            Refusal = refusal;
        }
        else if (Refusal.Code == ProblemCodes.Invalid && refusal.Code == ProblemCodes.Invalid)
        {
            Refusal = Refusal.Invalid([.. Refusal.Errors, .. refusal.Errors]);
        }
    }
}
