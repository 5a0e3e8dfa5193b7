using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Reference;

/// <summary>Reference data: the trees and lists that forms and filters are made of.</summary>
internal static class ReferenceSetup
{
    private static readonly QueryParameter<string?> Parent = Query.Code("parent", "Only the regions right below this code.");
    private static readonly QueryParameter<string?> RegionOf = Query.Code("region", "Only the departments of this region.");

    public static IServiceCollection AddReference(this IServiceCollection services) => services
        .AddApiJson(ReferenceJson.Default)
        .AddSingleton(_ => ReferenceData.Load());

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        var reference = routes.MapHttpFunction("Reference", "reference").Allow(Permissions.ReadReference);
        reference.MapGet("/themes", Themes).WithName("getThemes").WithSummary("The tree of themes");
        reference.MapGet("/regions", Regions).WithName("getRegions").WithSummary("Regions, all or below one").Reads(Parent).Produces<ReferenceList<Region>>();
        reference.MapGet("/departments", Departments).WithName("getDepartments").WithSummary("Departments, all or of one region")
            .Reads(RegionOf).Produces<ReferenceList<Department>>();
        reference.MapGet("/reuse-models", ReuseModels).WithName("getReuseModels").WithSummary("The three reuse models and what each must state");
        reference.MapGet("/service-statement", Statement).WithName("getServiceStatement").WithSummary("The service statement in force");
    }

    private static Resource<ReferenceList<Theme>> Themes(ReferenceData data) => ApiResults.Hashed(new ReferenceList<Theme>(data.Themes.Roots));

    private static IResult Regions(QueryValues query, ReferenceData data)
    {
        var parent = query.Get(Parent);
        if (parent is not null && !data.Regions.Contains(parent))
        {
            return Problems.Invalid(FieldError.UnknownCode("parent"));
        }

        return ApiResults.Hashed(new ReferenceList<Region>([.. data.Regions.All.Where(region => parent is null || region.Parent == parent)]));
    }

    private static IResult Departments(QueryValues query, ReferenceData data)
    {
        var region = query.Get(RegionOf);
        if (region is not null && !data.Regions.Contains(region))
        {
            return Problems.Invalid(FieldError.UnknownCode("region"));
        }

        return ApiResults.Hashed(new ReferenceList<Department>([.. data.Departments.All.Where(department => region is null || department.Region == region)]));
    }

    private static Resource<ReferenceList<ReuseModelDescription>> ReuseModels(ReferenceData data) =>
        ApiResults.Hashed(new ReferenceList<ReuseModelDescription>(data.ReuseModels));

    private static Resource<ServiceStatement> Statement(ReferenceData data) => ApiResults.Hashed(data.Statement);
}

/// <summary>A list that rarely changes, whole.</summary>
/// <typeparam name="T">The items' type.</typeparam>
/// <param name="Items">All of them.</param>
public sealed record ReferenceList<T>(IReadOnlyList<T> Items);

/// <summary>What is read from the files shipped with the app, and what is written to clients.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Region>))]
[JsonSerializable(typeof(IReadOnlyList<Theme>))]
[JsonSerializable(typeof(IReadOnlyList<Department>))]
[JsonSerializable(typeof(IReadOnlyList<ReuseModelDescription>))]
[JsonSerializable(typeof(ServiceStatement))]
[JsonSerializable(typeof(WorkCalendar))]
[JsonSerializable(typeof(ReferenceList<Region>), TypeInfoPropertyName = "RegionList")]
[JsonSerializable(typeof(ReferenceList<Theme>), TypeInfoPropertyName = "ThemeList")]
[JsonSerializable(typeof(ReferenceList<Department>), TypeInfoPropertyName = "DepartmentList")]
[JsonSerializable(typeof(ReferenceList<ReuseModelDescription>), TypeInfoPropertyName = "ReuseModelList")]
internal sealed partial class ReferenceJson : JsonSerializerContext;
