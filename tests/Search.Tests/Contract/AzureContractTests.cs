using Azure;
using Marketplace.Search.Azure;
using Marketplace.Search.Store;
using Marketplace.Search.Tests.Store;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Contract;

/// <summary>
/// The contract on a real Azure AI Search service. Give its address and an administration key to run it; an index of a name of its own is made and left.
/// </summary>
public sealed class AzureContractTests(AzureContractTests.Fixture fixture) : SearchContractTests, IClassFixture<AzureContractTests.Fixture>
{
    private const string Endpoint = "MARKETPLACE_TEST_SEARCH_ENDPOINT";
    private const string Key = "MARKETPLACE_TEST_SEARCH_KEY";

    protected override ISearchIndex Index
    {
        get
        {
            Assert.SkipWhen(fixture.Index is null, $"{Endpoint} and {Key} name no Azure AI Search service.");
            return fixture.Index;
        }
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private AzureSearchIndex? _azure;

        public ISearchIndex? Index => _azure;

        public async ValueTask InitializeAsync()
        {
            if (Environment.GetEnvironmentVariable(Endpoint) is not { Length: > 0 } endpoint
                || Environment.GetEnvironmentVariable(Key) is not { Length: > 0 } key)
            {
                return;
            }

            var options =
                new AzureSearchOptions { Endpoint = new Uri(endpoint), IndexName = "marketplace-contract", KeywordFields = ContractCorpus.KeywordFields };
            _azure = new AzureSearchIndex(options, new AzureKeyCredential(key), (await TestIndex.CreateAsync()).Container, TimeProvider.System);
            Task<IReadOnlyList<IndexChange>> Load(IReadOnlyList<string> ids, CancellationToken stop) =>
                Task.FromResult<IReadOnlyList<IndexChange>>(
                    [.. ContractCorpus.Documents.Where(document => ids.Contains(document.Id)).Select(document => new Upsert(document))]);
            await _azure.RebuildAsync(ContractCorpus.Documents.ToAsyncEnumerable(), Load, CancellationToken.None);
            await Eventually.TrueAsync(
                async () => (await _azure.SearchAsync(new SearchQuery { Text = "登记" }, CancellationToken.None)).Total > 0, CancellationToken.None,
                    TimeSpan.FromMinutes(1));
        }

        public async ValueTask DisposeAsync()
        {
            if (_azure is not null)
            {
                await _azure.DisposeAsync();
            }
        }
    }
}
