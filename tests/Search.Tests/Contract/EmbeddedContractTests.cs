using Marketplace.Search.Store;
using Marketplace.Search.Tests.Store;

namespace Marketplace.Search.Tests.Contract;

public sealed class EmbeddedContractTests(EmbeddedContractTests.Fixture fixture) : SearchContractTests, IClassFixture<EmbeddedContractTests.Fixture>
{
    protected override ISearchIndex Index => fixture.Index;

    /// <summary>The embedded engine over blobs, its documents spread over several segments, some deleted.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private TestIndex? _index;

        public ISearchIndex Index { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _index = await TestIndex.CreateAsync();
            var store = _index.Open();
            await store.Writer.ApplyAsync([TestIndex.Upsert("deleted", 1), .. ContractCorpus.Documents.Take(5).Select(document => new Upsert(document))],
                CancellationToken.None);
            await store.Writer.ApplyAsync([new Delete("deleted", 2), .. ContractCorpus.Documents.Skip(5).Select(document => new Upsert(document))],
                CancellationToken.None);
            await store.RefreshAsync(CancellationToken.None);
            Index = store.Index;
        }

        public async ValueTask DisposeAsync()
        {
            if (_index is not null)
            {
                await _index.DisposeAsync();
            }
        }
    }
}
