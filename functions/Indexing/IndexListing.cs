using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Search;
using Marketplace.Search.Store;
using Marketplace.Storage;

namespace Marketplace.Functions.Indexing;

/// <summary>The whole index is to be rebuilt from the tables.</summary>
internal sealed record IndexRebuild
{
    public static readonly MessageType<IndexRebuild> Type = new("index.rebuild", 1, IndexRebuildJson.Default.IndexRebuild, static _ => new());
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IndexRebuild))]
internal sealed partial class IndexRebuildJson : JsonSerializerContext;

/// <summary>
/// Keeps the index in step with the listings. What is indexed is read after this process became the index's only writer, so neither
/// the order nor the number of messages matters.
/// </summary>
internal sealed class IndexListing(ListingStore store, OutboxReader outbox, ISearchWriter writer, ReferenceData reference, ChangeEvents events)
{
    private const int ParallelReads = 16;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        StorageWork.MarkBulk();
        var envelope = MessageEnvelope.Parse(delivery.Text);
        if (ListingStore.Changed.Read(envelope) is { } message)
        {
            await ApplyAsync(message, cancellationToken);
        }
        else if (IndexRebuild.Type.Read(envelope) is not null)
        {
            await RebuildAsync(cancellationToken);
        }
        else
        {
            throw envelope.Unknown();
        }
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.RebuildAsync(ReadVisibleAsync(cancellationToken), LoadAsync, cancellationToken);
        }
        catch (RebuildSupersededException superseded) when (superseded.IsByLater)
        {
            // The later one reads everything after this one was asked for. To begin again would only supersede it in turn.
        }
    }

    private async Task ApplyAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var committed = new bool[message.Items.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, message.Items.Count, limit, async (i, stop) =>
            committed[i] = await outbox.IsCommittedAsync(message.Items[i], ListingStore.Changed, stop));
        string[] ids = [.. message.Items.Where((_, i) => committed[i]).Select(item => item.Partition)];
        if (ids.Length == 0)
        {
            return;
        }

        await writer.ApplyAsync(ids, LoadAsync, cancellationToken);

        // The message that a change sends anyway also tells the projections of it, so that they cost the change nothing.
        await events.AnnounceAsync(ids.Select(ListingStore.Type.ChainOf), cancellationToken);
    }

    private async Task<IReadOnlyList<IndexChange>> LoadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(ids, cancellationToken);
        return [.. stored.Where(found => found is not null).Select(found => ToChange(found!.State))];
    }

    private async IAsyncEnumerable<SearchDocument> ReadVisibleAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var listing in store.ReadAllAsync(cancellationToken))
        {
            if (listing.IsVisible)
            {
                yield return ListingDocument.Of(listing, reference);
            }
        }
    }

    private IndexChange ToChange(Listing listing) =>
        listing.IsVisible ? new Upsert(ListingDocument.Of(listing, reference)) : new Delete(listing.Id, listing.Revision);
}
