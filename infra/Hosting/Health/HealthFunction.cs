using Marketplace.Hosting.Access;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Hosting.Health;

/// <summary><c>GET /api/health</c>.</summary>
internal static class HealthFunction
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapHttpFunction("Health", "health").AllowAnyone().With(new ExemptFromLimits())
            .MapGet("", Read).WithName("readHealth").WithSummary("Read the health of this instance; 503 when it cannot serve requests.");

    private static async Task<Resource<HealthReport>> Read(HealthProbe probe)
    {
        var report = await probe.ReportAsync();
        return new(report) { Status = report.Status is HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK };
    }
}
