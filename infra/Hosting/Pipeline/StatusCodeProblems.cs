using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Pipeline;

/// <summary>Writes the problem where routing or binding has set an error status and nothing else.</summary>
internal static class StatusCodeProblems
{
    public static Task WriteAsync(HttpContext context)
    {
        var refusal = RequestState.Of(context).Refusal ?? new Refusal(CodeOf(context.Response.StatusCode));
        return new Problem(refusal).ExecuteAsync(context);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ProblemCodes.Unauthenticated,
        StatusCodes.Status403Forbidden => ProblemCodes.Forbidden,
        StatusCodes.Status404NotFound => ProblemCodes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemCodes.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ProblemCodes.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => ProblemCodes.UnsupportedMediaType,
        >= 500 => ProblemCodes.Unexpected,
        _ => ProblemCodes.Invalid,
    };
}
