using Marketplace.Aggregates;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Instance;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Events;

/// <summary>What follows from a change outside its aggregate: views over many of them, written from events and rebuilt when asked.</summary>
internal static class EventsSetup
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddQueue(ChangeEvents.Queue)
        .AddSingleton(provider => new AuditChains(provider.GetServices<ChainTable>()))
        .AddSingleton(provider => new ChangeEvents(provider.Queue(ChangeEvents.Queue)))
        .AddSingleton<ProjectEvents>();

    /// <summary>Declares a type of aggregate: its table and its audit chains.</summary>
    public static IServiceCollection AddAggregate<T>(this IServiceCollection services, AggregateType<T> type)
        where T : class =>
        services.AddTable(type.Table).AddAuditChains(type.Name, type.Table, type.StateRow);

    /// <summary>Makes a table's partitions chains of the trail.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="name">First part of the chains' names, such as <c>listings</c>.</param>
    /// <param name="table">The table.</param>
    /// <param name="headRow">Row key of the state row, which carries the head.</param>
    public static IServiceCollection AddAuditChains(this IServiceCollection services, string name, string table, string headRow) =>
        services.AddSingleton(provider => new ChainTable(name, provider.Table(table), headRow));

    /// <summary>Lets outbox messages of a type tell the projections which aggregates have changed.</summary>
    public static IServiceCollection AddChangeSource<T>(this IServiceCollection services, MessageType<OutboxMessage> message, AggregateType<T> aggregates)
        where T : class =>
        services.AddSingleton(provider => new ChangeSource(message, new OutboxReader(provider.Table(aggregates.Table)), aggregates.Name));

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapQueueFunction<ProjectEvents>("ProjectEvents", ChangeEvents.Queue, static (delivery, project, stop) => project.RunAsync(delivery, stop))
            .TimeLimit(TriggerLimit);
}
