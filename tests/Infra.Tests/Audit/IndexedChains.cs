using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Index;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit;

/// <summary>Chains with an index of their own.</summary>
internal sealed class IndexedChains
{
    private static int _count;

    private IndexedChains(StoredChains chains, AuditIndex index)
    {
        (Chains, Index) = (chains, index);
        Looks = new ChainAppender(chains.Looks, Samples.Random);
        Projection = new AuditProjection(chains.All, index, Pseudonyms);
        Search = new AuditSearch(chains.All, index);
        Erasure = new PersonErasure(chains.All, index, Pseudonyms, new ChainAppender(chains.Erasures, Samples.Random));
    }

    public static ActorPseudonyms Pseudonyms { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public StoredChains Chains { get; }

    public AuditIndex Index { get; }

    public ChainAppender Looks { get; }

    public AuditProjection Projection { get; }

    public AuditSearch Search { get; }

    public PersonErasure Erasure { get; }

    public List<AuditRecord> Recorded { get; } = [];

    public static async Task<IndexedChains> CreateAsync(StoredChains chains, CancellationToken cancellationToken)
    {
        var prefix = $"Index{Interlocked.Increment(ref _count)}";
        TableClient Table(string name) => StoredChains.Account.CreateTableServiceClient(PatientStorage.Options()).GetTableClient(prefix + name);
        await Task.WhenAll(AuditIndex.Tables.Select(name => Table(name).CreateIfNotExistsAsync(cancellationToken)));
        return new IndexedChains(chains, new AuditIndex(Table));
    }
}
