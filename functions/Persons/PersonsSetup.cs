using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Persons.Erasures;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Outbox;

namespace Marketplace.Functions.Persons;

/// <summary>What a person may ask of the audit trail (个人信息权益): a copy, and erasure.</summary>
internal static class PersonsSetup
{
    private const string RecordTable = "AuditErasures";
    private const string RecordHead = "head";

    private static readonly TimeSpan ExportLimit = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddPersons(this IServiceCollection services) => services
        .AddApiJson(PersonsJson.Default)
        .AddProblemTexts(typeof(PersonsSetup).Assembly, "Persons/Problems.json")
        .AddAuditActions(PersonActions.All)
        .AddTable(RecordTable)
        .AddAuditChains(ErasureRecord.Chains, RecordTable, RecordHead)
        .AddAggregate(ErasureStore.Type)
        .AddChangeSource(ErasureStore.Changed, ErasureStore.Type)
        .AddSingleton(provider =>
            new ErasureStore(provider.Table(ErasureStore.Type.Table), new OutboxWriter(provider.Queue(ChangeEvents.Queue), ErasureStore.Changed)))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<PersonErasure>(provider, new ChainAppender(
            provider.GetServices<ChainTable>().Single(table => table.Name == ErasureRecord.Chains), provider.GetRequiredService<RandomNumberGenerator>())))
        .AddSingleton<PersonErasures>()
        .AddSingleton<IProjection, ErasureWork>()
        .AddSingleton<INotificationSource, ErasureNotifications>();

    public static void MapPersons(this IEndpointRouteBuilder routes)
    {
        var (persons, erasures) = (routes.MapOperationsGroup().MapGroup("/persons"), routes.ServiceProvider.GetRequiredService<PersonErasures>());
        persons.MapPost("/export", PersonExport.ExportAsync).WithName("exportPerson").WithSummary("Everything the audit trail knows of a person, as NDJSON")
            .Allow(Permissions.ExportPersons).TimeLimit(ExportLimit).RateLimit(RateClass.Costly);
        persons.MapPost("/erase", erasures.RequestAsync).WithName("erasePerson")
            .WithSummary("Ask for a person to be erased from the audit trail; another operator has to confirm it")
            .Allow(Permissions.ErasePersons).RateLimit(RateClass.Costly).Produces<ErasureItem>(202).Refuses(ErasureRules.OwnPerson, ProblemCodes.Stale)
            .BodyExample("""{"issuer":"https://id.example.gov.cn","subject":"0b9f","reason":"本人申请"}""");
        persons.MapGet("/erasures/{id}", erasures.ReadAsync).WithName("getErasure").WithSummary("An erasure: whom it concerns, and how far it is")
            .Allow(Permissions.ErasePersons).Produces<ErasureItem>().Refuses(ProblemCodes.NotFound);
        persons.MapPost("/erasures/{id}/confirm", erasures.ConfirmAsync).WithName("confirmErasure")
            .WithSummary("Confirm, as the second operator, that a person is to be erased; the trail stays verifiable")
            .Allow(Permissions.ConfirmErasures).Produces<ErasureItem>(202)
            .Refuses(ErasureRules.OwnPerson, ErasureRules.SecondOperatorRequired, ErasureRules.Expired, ProblemCodes.NotFound, ProblemCodes.Stale);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(ErasureItem))]
internal sealed partial class PersonsJson : JsonSerializerContext;
