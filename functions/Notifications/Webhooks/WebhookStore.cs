using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Keeps receivers and the log of each: every notification it was or is to be sent.</summary>
internal sealed class WebhookStore(TableClient table)
{
    public const string TableName = "Webhooks";

    private static readonly string[] KeysOnly = ["RowKey"];

    /// <summary>A receiver, a removed one too; null when there never was one of that name.</summary>
    public async Task<StoredWebhook?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(WebhookRows.Receivers, name, cancellationToken: cancellationToken) is { } row ? WebhookRows.ToWebhook(row) : null;

    /// <summary>A receiver; null when there is none of that name, or it was removed.</summary>
    public async Task<StoredWebhook?> FindAsync(string name, CancellationToken cancellationToken) =>
        WebhookRules.IsName(name) && await ReadAsync(name, cancellationToken) is { Webhook.IsRemoved: false } stored ? stored : null;

    /// <summary>Every receiver by name, removed ones too.</summary>
    public async Task<IReadOnlyList<Webhook>> ReadAllAsync(CancellationToken cancellationToken) =>
        await table.QueryAsync(TableFilter.Partition(WebhookRows.Receivers), cancellationToken: cancellationToken)
            .Select(static row => WebhookRows.ToWebhook(row).Webhook).ToListAsync(cancellationToken);

    /// <summary>Saves a receiver in place of the version read; false when somebody else was first.</summary>
    public async Task<bool> SaveAsync(Webhook webhook, StoredWebhook? known, CancellationToken cancellationToken) => (known is null
        ? await table.AddEntityAsync(WebhookRows.ToRow(webhook), cancellationToken)
        : await table.UpdateEntityAsync(WebhookRows.ToRow(webhook), known.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;

    public async Task<Delivery?> ReadAsync(string webhook, string place, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(WebhookRows.LogOf(webhook), place, cancellationToken: cancellationToken) is { } row
            ? WebhookRows.ToDelivery(row)
            : null;

    /// <summary>Puts a delivery into its log; false when it is there.</summary>
    public async Task<bool> AddAsync(Delivery delivery, CancellationToken cancellationToken) =>
        (await table.AddEntityAsync(WebhookRows.ToRow(delivery), cancellationToken)).IsSaved;

    /// <summary>Saves a delivery in place of the version read; false when somebody else was first.</summary>
    public async Task<bool> SaveAsync(Delivery delivery, CancellationToken cancellationToken) =>
        (await table.UpdateEntityAsync(WebhookRows.ToRow(delivery), delivery.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;

    /// <summary>A log after a place, oldest first.</summary>
    public IAsyncEnumerable<Delivery> ReadLogAsync(string webhook, string after, DeliveryState? state, int pageSize, CancellationToken cancellationToken) =>
        table.QueryAsync(WebhookRows.After(webhook, after, state), pageSize, cancellationToken: cancellationToken)
            .Select(WebhookRows.ToDelivery);

    public async Task<int> CountAsync(string webhook, string after, DeliveryState? state, CancellationToken cancellationToken) =>
        await table.QueryAsync(WebhookRows.After(webhook, after, state), select: KeysOnly, cancellationToken: cancellationToken).CountAsync(cancellationToken);

    /// <summary>What was delivered or given up since a time.</summary>
    public IAsyncEnumerable<Delivery> ReadFinishedAsync(string webhook, DateTimeOffset since, CancellationToken cancellationToken) =>
        table.QueryAsync(WebhookRows.FinishedSince(webhook, since), cancellationToken: cancellationToken).Select(WebhookRows.ToDelivery);

    /// <summary>
    /// Removes deliveries of notifications posted before a time, all or those in one state, at most <paramref name="max"/>; says how many it
    /// removed.
    /// </summary>
    public async Task<int> RemoveAsync(string webhook, DateTimeOffset before, DeliveryState? state, int max, CancellationToken cancellationToken)
    {
        var removed = 0;
        var filter = WebhookRows.Before(webhook, WebhookRows.PlaceOf(before), state);
        await foreach (var row in table.QueryAsync(filter, select: KeysOnly, cancellationToken: cancellationToken).Take(max))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }
}
