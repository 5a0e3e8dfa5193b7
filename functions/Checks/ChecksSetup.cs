using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks.Contacts;
using Marketplace.Functions.Checks.Duplicates;
using Marketplace.Functions.Events;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Checks;

/// <summary>The automatic checks of submissions (自动检查), in the order of product.md, and the data they use.</summary>
internal static class ChecksSetup
{
    private const long MaxDataBytes = 2 * 1024 * 1024;

    public static IServiceCollection AddChecks(this IServiceCollection services) => services
        .AddApiJson(ChecksJson.Default)
        .AddAuditActions(CheckActions.All)
        .AddContainer(CheckDataStore.Container)
        .AddTable(FingerprintStore.TableName)
        .AddSingleton(provider => new CheckDataStore(provider.Container(CheckDataStore.Container)))
        .AddSingleton(provider => new FingerprintStore(provider.Table(FingerprintStore.TableName)))
        .AddSingleton<IProjection, FingerprintProjection>()
        .AddSingleton<ICheck, RequiredFieldsCheck>()
        .AddSingleton<ICheck, LinksCheck>()
        .AddSingleton<ICheck>(provider => new AdvertisingCheck(provider.Cache(CheckDataSets.Advertising, static data => new TermList(data))))
        .AddSingleton<ICheck>(provider => new SensitiveWordsCheck(provider.Cache(CheckDataSets.Sensitive, static data => new TermList(data))))
        .AddSingleton<ICheck>(provider => new ContactDataCheck(provider.Cache(CheckDataSets.Contacts, static data => new ContactPatterns(data))))
        .AddSingleton<ICheck, DuplicatesCheck>()
        .AddSingleton(provider => FindingTexts.Load(provider.GetRequiredService<ProblemTexts>()))
        .AddSingleton<CheckRunner>()
        .AddSingleton<CheckDataOperations>();

    public static void MapChecks(this IEndpointRouteBuilder routes)
    {
        var (data, operations) = (routes.MapOperationsGroup().MapGroup("/checks/data"), routes.ServiceProvider.GetRequiredService<CheckDataOperations>());
        data.MapGet("", operations.ListAsync).WithName("listCheckData").WithSummary("The terms and patterns that checks use").Allow(Permissions.ReadCheckData);
        data.MapGet("/{name}", operations.ReadAsync).WithName("getCheckData").WithSummary("One set of them, as it can be replaced")
            .Allow(Permissions.ReadCheckData).Produces<CheckData>();
        data.MapPut("/{name}", operations.ReplaceAsync).WithName("replaceCheckData").WithSummary("Replace a set; checks use it within a minute")
            .Allow(Permissions.ReplaceCheckData).MaxBody(MaxDataBytes).Produces<CheckDataItem>().Refuses(ProblemCodes.Stale);
        data.MapDelete("/{name}", operations.RestoreAsync).WithName("restoreCheckData").WithSummary("Go back to the set that came with the app")
            .Allow(Permissions.ReplaceCheckData).Refuses(ProblemCodes.Stale);
    }

    private static CachedCheckData<T> Cache<T>(this IServiceProvider provider, string name, Func<CheckData, T> prepare)
        where T : class => new(name, prepare, provider.GetRequiredService<CheckDataStore>(), provider.GetRequiredService<TimeProvider>());
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CheckData))]
[JsonSerializable(typeof(CheckDataItem))]
[JsonSerializable(typeof(CheckDataList))]
internal sealed partial class ChecksJson : JsonSerializerContext;
