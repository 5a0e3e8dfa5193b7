using System.Collections.Concurrent;
using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

/// <summary>Stands for the tables: what the entries really are.</summary>
internal sealed class Catalogue
{
    private readonly ConcurrentDictionary<string, long> _versions = new();
    private long _latest;

    public IReadOnlyDictionary<string, long> Versions => _versions;

    public void Change(string id) => _versions[id] = Interlocked.Increment(ref _latest);

    public void Withdraw(string id) => _versions.TryRemove(id, out _);

    public Task<IReadOnlyList<IndexChange>> LoadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IndexChange>>(
            [.. ids.Select(id => _versions.TryGetValue(id, out var version) ? TestIndex.Upsert(id, version) : null).OfType<IndexChange>()]);

    /// <summary>Every entry, read a few at a time while others change them.</summary>
    public async IAsyncEnumerable<SearchDocument> ReadAllAsync()
    {
        foreach (var id in _versions.Keys)
        {
            if (_versions.TryGetValue(id, out var version))
            {
                yield return TestIndex.Document(id, version);
            }

            await Task.Yield();
        }
    }
}
