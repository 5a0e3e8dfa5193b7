using Marketplace.Functions.Events;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>
/// Keeps the index in step with the listings. What is indexed is read after this process became the index's only writer, so neither
/// the order nor the number of messages matters.
/// </summary>
internal sealed class IndexListing(ListingStore store, OutboxReader outbox, ISearchWriter writer, ReferenceData reference, ChangeEvents events)
{
    /// <summary>Asks for the whole index to be made anew from the tables.</summary>
    public const string Rebuild = "index.rebuild.1";

    private const int ParallelReads = 16;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var message = OutboxMessage.Parse(delivery.Text);
        switch (message.Type)
        {
            case ListingStore.Changed:
                await ApplyAsync(message, cancellationToken);
                break;
            case Rebuild:
                await writer.RebuildAsync(ReadVisibleAsync(cancellationToken), LoadAsync, cancellationToken);
                break;
            default:
                throw new FormatException($"The queue {ListingStore.Queue} knows no message of the type '{message.Type}'.");
        }
    }

    private async Task ApplyAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var committed = new bool[message.Items.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, message.Items.Count, limit, async (i, stop) => committed[i] = await outbox.IsCommittedAsync(message.Items[i], message.Type, stop));
        string[] ids = [.. message.Items.Where((_, i) => committed[i]).Select(item => item.Partition)];
        if (ids.Length == 0)
        {
            return;
        }

        await writer.ApplyAsync(ids, LoadAsync, cancellationToken);

        // The message that a change sends anyway also tells the projections of it, so that they cost the change nothing.
        await events.AnnounceAsync(ids.Select(ListingStore.ChainOf), cancellationToken);
    }

    private async Task<IReadOnlyList<IndexChange>> LoadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(ids, cancellationToken);
        return [.. stored.Where(found => found is not null).Select(found => ToChange(found!.Listing))];
    }

    private async IAsyncEnumerable<Search.SearchDocument> ReadVisibleAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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
