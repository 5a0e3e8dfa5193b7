using System.Collections.Concurrent;
using Marketplace.Benchmarks.Search;
using Marketplace.Search;
using Marketplace.Search.Store;

namespace Marketplace.Benchmarks.Index;

/// <summary>Generated listings whose versions grow: stands for the tables, without their latency.</summary>
internal sealed class ChangingCatalogue
{
    private readonly ConcurrentDictionary<string, SearchDocument> _listings;
    private readonly string[] _ids;

    public ChangingCatalogue(int count, int bodyLength)
    {
        var corpus = new GeneratedCorpus(seed: 1);
        var listings = Enumerable.Range(0, count).Select(number => corpus.Listing(number, bodyLength)).ToList();
        _listings = new(listings.Select(listing => KeyValuePair.Create(listing.Id, listing)));
        _ids = [.. listings.Select(listing => listing.Id)];
    }

    public IAsyncEnumerable<SearchDocument> All() => _listings.Values.ToAsyncEnumerable();

    /// <summary>Changes one listing; successive numbers hit listings far apart.</summary>
    public string Change(int number)
    {
        var id = _ids[(int)(number * 7919L % _ids.Length)];
        _listings.AddOrUpdate(id, _ => throw new InvalidOperationException(), (_, listing) => listing with { Version = listing.Version + 1 });
        return id;
    }

    public Task<IReadOnlyList<IndexChange>> LoadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IndexChange>>([.. ids.Select(id => new Upsert(_listings[id]))]);
}
