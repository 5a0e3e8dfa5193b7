using Marketplace.Hosting.ProblemDetails;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Hosting.Pipeline;

/// <summary>
/// Refuses paths that another reader could take for another path, before anything acts on them: with dot segments, backslashes, or slashes that are
/// encoded once more. No route has them, and a host that parses a path again makes another one of them (docs/host-contract.md §5).
/// </summary>
internal static class PathRules
{
    private static readonly string[] Separators = ["\\", "%2f", "%5c"];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        IsPlain(context.Request.Path.Value ?? "", RawPathOf(context)) ? next(context) : Problems.NotFound().ExecuteAsync(context);

    /// <param name="path">The path as the server decoded it, without dot segments.</param>
    /// <param name="raw">The path as it was sent.</param>
    internal static bool IsPlain(string path, string raw) =>
        !Separators.Any(part => path.Contains(part, StringComparison.OrdinalIgnoreCase) || raw.Contains(part, StringComparison.OrdinalIgnoreCase))
        && !raw.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Split('/').Any(static segment => segment is "." or "..");

    private static string RawPathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }
}
