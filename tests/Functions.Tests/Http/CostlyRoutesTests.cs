using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting.Limits;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Http;

/// <summary>Which routes count as costly for the rate limits.</summary>
public sealed class CostlyRoutesTests
{
    [Fact]
    public async Task Exports_imports_and_inspections_have_the_rate_limit_of_costly_routes()
    {
        await using var app = await TestApp.StartAsync();

        var costly = from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints
                     where endpoint.Metadata.GetMetadata<RateClass>() == RateClass.Costly
                     orderby endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName
                     select endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        Assert.Equal(
            ["completeAttachment", "completeLicence", "erasePerson", "exportAudit", "exportAuditAnchors", "exportListings", "exportPerson", "importListings"],
            costly);
    }
}
