using System.Globalization;
using System.Text;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Search.Tests.Store;

/// <summary>An index of a test's own on the shared Azurite. Every opened store stands for a process: they share nothing but the container.</summary>
internal sealed class TestIndex : IAsyncDisposable
{
    private static int _next;

    private readonly List<BlobSearchStore> _opened = [];
    private readonly StorageAccount _account;

    private TestIndex(StorageAccount account)
    {
        _account = account;
        Name = "index" + Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
        Container = account.CreateBlobServiceClient(PatientStorage.Options()).GetBlobContainerClient(Name);
    }

    public string Name { get; }

    public BlobContainerClient Container { get; }

    /// <summary>Short pauses, so that a writer taken for dead is not waited for, and patience for a slow machine.</summary>
    public static IndexStoreOptions Impatient { get; } = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(50),
        MaxPollInterval = TimeSpan.FromMilliseconds(200),
        PresumedDeadAfter = TimeSpan.FromMilliseconds(300),
        WriterPatience = TimeSpan.FromMinutes(5),
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<TestIndex> CreateAsync(AzuriteServer? server = null) =>
        new(StorageAccount.FromConnectionString((server ?? await AzuriteServer.Shared).ConnectionString));

    public BlobSearchStore Open(
        IndexStoreOptions? options = null, StorageClientOptions? storage = null, TimeProvider? time = null, IIndexSource? source = null)
    {
        var container = _account.CreateBlobServiceClient(storage ?? PatientStorage.Options()).GetBlobContainerClient(Name);
        _opened.Add(new BlobSearchStore(container, source, options ?? Impatient, time ?? TimeProvider.System, NullLogger<BlobSearchStore>.Instance));
        return _opened[^1];
    }

    /// <summary>What a process that starts now finds: every entry and its version.</summary>
    public async Task<Dictionary<string, long>> ContentAsync()
    {
        var store = Open();
        Assert.True(await store.RefreshAsync(Cancelled), store.Status.Problem);
        return await ContentAsync(store);
    }

    /// <summary>What a store's index answers: every entry and its version.</summary>
    public static async Task<Dictionary<string, long>> ContentAsync(BlobSearchStore store)
    {
        var content = new Dictionary<string, long>();
        var query = new SearchQuery { Limit = SearchQuery.MaxLimit };
        while (true)
        {
            var answer = await store.Index.SearchAsync(query, Cancelled);
            foreach (var hit in answer.Hits)
            {
                content.Add(hit.Id, long.Parse(Encoding.UTF8.GetString(hit.Stored.Span), CultureInfo.InvariantCulture));
            }

            if (answer.Continuation is null)
            {
                return content;
            }

            query = query with { Continuation = answer.Continuation };
        }
    }

    public static SearchDocument Document(string id, long version) => new()
    {
        Id = id,
        Version = version,
        Name = $"政务应用{id}",
        Body = $"第{version}版，提供一网通办服务",
        Keywords = [new("region", ["44", "4401"])],
        Stored = Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture)),
    };

    public static Upsert Upsert(string id, long version) => new(Document(id, version));

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        await Container.DeleteIfExistsAsync(CancellationToken.None);
    }
}
