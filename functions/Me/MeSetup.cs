using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Me;

/// <summary>The caller, as their token describes them.</summary>
internal static class MeSetup
{
    public static IServiceCollection AddMe(this IServiceCollection services) => services.AddApiJson(MeJson.Default);

    public static void MapMe(this IEndpointRouteBuilder routes) =>
        routes.MapHttpFunction("Me", "me").MapGet("", Read).WithName("getMe").WithSummary("Who the token says I am").Allow(Permissions.ReadMe);

    private static Resource<Me> Read(RequestContext context, ReferenceData reference)
    {
        var caller = context.Caller;
        return ApiResults.Ok(new Me(
            [.. caller.Roles],
            caller.Region is { } region ? CodeName.OfRegion(region, reference) : null,
            caller.Department is { } department ? new IdName(department, reference.Departments.Find(department)?.Name ?? department) : null,
            caller.CreditCode?.Value,
            caller.Name,
            caller.Channel));
    }
}

/// <summary>Somebody signed in, as their token describes them.</summary>
/// <param name="Roles">Roles (角色).</param>
/// <param name="Region">Region.</param>
/// <param name="Department">Department of an official.</param>
/// <param name="CreditCode">Company of a vendor's staff.</param>
/// <param name="Name">Display name.</param>
/// <param name="Channel">Platform they come in through.</param>
public sealed record Me(IReadOnlyList<string> Roles, CodeName? Region, IdName? Department, string? CreditCode, string? Name, string? Channel);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Me))]
internal sealed partial class MeJson : JsonSerializerContext;
