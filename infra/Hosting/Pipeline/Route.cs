using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Hosting.Pipeline;

internal static class Route
{
    /// <summary>The route's template, which unlike a path holds no ids, for logs and cursors.</summary>
    public static string Of(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
