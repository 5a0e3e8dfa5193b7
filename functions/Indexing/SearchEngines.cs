using System.Globalization;
using Azure.Identity;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.Search;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Health;
using Marketplace.Search;
using Marketplace.Search.Azure;
using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>Chooses the engine: the embedded one, unless the instance names an Azure AI Search service.</summary>
internal static class SearchEngines
{
    public const string Container = "search-index";

    private const string AzureIndex = "listings";
    private const string Temporary = "temp";
    private const string Off = "off";

    public static void AddSearchEngine(this FunctionAppBuilder builder)
    {
        const string Accepted =
            "the address of an Azure AI Search service such as https://name.search.windows.net, for instances of more than a million listings";
        var service = builder.Settings.Text("Marketplace:AzureSearch", Accepted, "", IsHttps);
        if (service.Length == 0)
        {
            builder.AddEmbedded();
        }
        else
        {
            builder.AddAzure(new Uri(service));
        }
    }

    private static void AddEmbedded(this FunctionAppBuilder builder)
    {
        var options = new IndexStoreOptions { CopyFolder = CopyFolder(builder.Settings) };
        builder.Services
            .AddSingleton<ListingIndexSource>()
            .AddSingleton(services => new BlobSearchStore(
                services.Container(Container),
                services.GetRequiredService<ListingIndexSource>(),
                options,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<BlobSearchStore>>()))
            .AddSingleton<ISearchIndex, LoadedIndex>()
            .AddSingleton(services => services.GetRequiredService<BlobSearchStore>().Writer)
            .AddHostedService<IndexRefreshService>();
        builder.AddHealthCheck("index", CheckAsync);
        builder.TreatAsOutage(static fault => fault is IndexNotLoadedException or IndexBusyException);
    }

    /// <summary>Its packages are loaded only here, so that they cost no other instance a start.</summary>
    private static void AddAzure(this FunctionAppBuilder builder, Uri service)
    {
        var options = new AzureSearchOptions { Endpoint = service, IndexName = AzureIndex, KeywordFields = IndexFields.All };
        builder.Services
            .AddSingleton(services => new AzureSearchIndex(
                options, new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned), services.Container(Container),
                services.GetRequiredService<TimeProvider>()))
            .AddSingleton<ISearchIndex>(services => services.GetRequiredService<AzureSearchIndex>())
            .AddSingleton<ISearchWriter>(services => services.GetRequiredService<AzureSearchIndex>());
    }

    private static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;

    private static string? CopyFolder(Settings settings)
    {
        const string Accepted = "a folder's full path such as /home/data/index, temp for one in the system's temporary folder, or off";
        return settings.Text("Marketplace:IndexCopy", Accepted, Temporary, static text => text is Temporary or Off || Path.IsPathFullyQualified(text)) switch
        {
            Off => null,
            Temporary => Path.Combine(Path.GetTempPath(), "marketplace-index"),
            var folder => folder,
        };
    }

    /// <summary>Whether searches are answered, and from how old an index.</summary>
    private static Task<HealthResult> CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var status = services.GetRequiredService<BlobSearchStore>().Status;
        var detail = status.CopyOf is { } copied
            ? $"{status.Problem} {Copied(copied, services.GetRequiredService<TimeProvider>().GetUtcNow() - copied)}"
            : status.Problem;
        return Task.FromResult(new HealthResult(status.Loaded && status.Problem is null, detail) { CanServe = status.Loaded });
    }

    private static string Copied(DateTimeOffset at, TimeSpan age) => string.Create(
        CultureInfo.InvariantCulture, $"Searches are answered from a copy on this machine's disk, of {at:yyyy-MM-dd HH:mm:ss}Z, {age.TotalMinutes:0} min old.");
}
