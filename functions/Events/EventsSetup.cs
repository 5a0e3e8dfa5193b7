using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Events;

/// <summary>What follows from a change outside its aggregate: views over many of them, written from events and made anew when asked.</summary>
internal static class EventsSetup
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton(provider => new AuditChains(provider.GetServices<ChainTable>()))
        .AddSingleton<ChangeEvents>()
        .AddSingleton<ProjectEvents>();

    /// <summary>Lets outbox messages of a type tell the projections of changes in a table.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="type">Type of the messages.</param>
    /// <param name="table">The aggregates' table.</param>
    /// <param name="chainOf">Name of the audit chain in a partition.</param>
    public static IServiceCollection AddChangeSource(this IServiceCollection services, string type, string table, Func<string, string> chainOf) =>
        services.AddSingleton(provider => new ChangeSource(type, new OutboxReader(provider.GetRequiredService<TableServiceClient>().GetTableClient(table)), chainOf));

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapQueueFunction<ProjectEvents>("ProjectEvents", ChangeEvents.Queue, static (delivery, project, stop) => project.RunAsync(delivery, stop)).TimeLimit(TriggerLimit);
}
