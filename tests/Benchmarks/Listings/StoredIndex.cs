using System.Diagnostics;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Reference;
using Marketplace.Search;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Benchmarks.Listings;

/// <summary>The index of generated listings, in the blobs where the app looks for it.</summary>
internal static class StoredIndex
{
    /// <summary>Writes the index as a rebuild would, but from memory instead of the tables.</summary>
    /// <returns>The index, loaded.</returns>
    public static async Task<BlobSearchStore> BuildAsync(AzuriteServer azurite, GeneratedListings listings, int count)
    {
        var container = StorageAccount.FromConnectionString(azurite.ConnectionString).CreateBlobServiceClient(new StorageClientOptions())
            .GetBlobContainerClient(SearchEngines.Container);
        var store = new BlobSearchStore(container, null, new IndexStoreOptions(), TimeProvider.System, NullLogger<BlobSearchStore>.Instance);
        var start = Stopwatch.GetTimestamp();
        await store.Writer.RebuildAsync(Documents(listings, count), NothingChanges, default);
        await store.RefreshAsync(default);
        Console.WriteLine($"{count:N0} generated listings indexed in {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} s, generating included");
        return store;
    }

    private static IAsyncEnumerable<SearchDocument> Documents(GeneratedListings listings, int count)
    {
        var reference = ReferenceData.Load();
        return Enumerable.Range(0, count).Select(number => ListingDocument.Of(listings.Listing(number), reference)).ToAsyncEnumerable();
    }

    private static Task<IReadOnlyList<IndexChange>> NothingChanges(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IndexChange>>([]);
}
