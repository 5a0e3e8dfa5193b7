using Marketplace.Hosting.Functions;

namespace Marketplace.Functions.Requests;

/// <summary>Where the operations of an instance are (运维).</summary>
internal static class OperationsRoutes
{
    /// <summary>The routes below <c>/api/operations</c>; each slice maps its own on it.</summary>
    public static RouteGroupBuilder MapOperationsGroup(this IEndpointRouteBuilder routes) => routes.MapHttpFunction("Operations", "operations");
}
