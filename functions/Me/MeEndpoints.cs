using Marketplace.Functions.Access;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Me;

/// <summary>What belongs to whoever calls.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapHttpFunction("Me", "me");
        me.MapGet("", Who).WithName("getMe").WithSummary("Who the token says I am").Allow(Permissions.ReadMe);
        me.MapMyNotifications();
    }

    private static Resource<Me> Who(Caller caller, ReferenceData reference) => ApiResults.Ok(new Me(
        [.. caller.Roles],
        caller.Region is { } region ? new CodeName(region, reference.Regions.Find(region)?.Name ?? region) : null,
        caller.Department is { } department ? new IdName(department, reference.Departments.Find(department)?.Name ?? department) : null,
        caller.CreditCode?.Value,
        caller.Name,
        caller.Channel));
}

/// <summary>Somebody signed in, as their token describes them.</summary>
/// <param name="Roles">Roles (角色).</param>
/// <param name="Region">Region.</param>
/// <param name="Department">Department of an official.</param>
/// <param name="CreditCode">Company of a vendor's staff.</param>
/// <param name="Name">Display name.</param>
/// <param name="Channel">Platform they come in through.</param>
public sealed record Me(IReadOnlyList<string> Roles, CodeName? Region, IdName? Department, string? CreditCode, string? Name, string? Channel);
