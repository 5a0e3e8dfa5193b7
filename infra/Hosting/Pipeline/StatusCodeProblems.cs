using Marketplace.Hosting.App;
using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Pipeline;

/// <summary>Finds the problem for an error that routing or binding answered by its status alone.</summary>
internal static class StatusCodeProblems
{
    public static Problem? ProblemOf(HttpContext context, RequestState state)
    {
        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null)
        {
            return null;
        }

        return state.Refusal is { } refusal ? new Problem(refusal) : new Refusal(CodeOf(response.StatusCode));
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
