using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.App;

/// <summary>What the middleware knows of one request; one feature instead of many items.</summary>
internal sealed class RequestState(RequestTrace trace)
{
    public RequestTrace Trace { get; } = trace;

    public Caller Caller { get; set; } = Caller.Anonymous;

    public AccessScope? Access { get; set; }

    public QueryValues Query { get; set; } = QueryValues.Empty;

    /// <summary>What a bound parameter found wrong; the endpoint is then not run.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The problem code that was answered; null when all was well.</summary>
    public string? AnsweredCode { get; set; }

    public static RequestState Of(HttpContext context) =>
        context.Features.Get<RequestState>() ?? throw new InvalidOperationException("The request did not come through the app's pipeline.");

    /// <summary>Notes a refusal; errors of several invalid parameters are told together, otherwise the first one counts.</summary>
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
