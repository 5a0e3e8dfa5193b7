using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.App;

/// <summary>One app that holds the whole catalogue; tests only read from it.</summary>
public sealed class CatalogueApp : IAsyncLifetime
{
    private TestApp? _app;

    public TestApp App => _app!;

    /// <summary>Ids by external id.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    public Session Public => App.As(Actor.Anonymous);

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        var ids = await App.Given(CatalogueFile.All);
        Ids = CatalogueFile.All.Zip(ids).ToDictionary(pair => $"{pair.First["externalId"]}", pair => pair.Second);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>The ids of the catalogue's lines that fulfil a condition, in ordinal order.</summary>
    internal IReadOnlyList<string> Where(Func<JsonObject, bool> condition) =>
        [.. CatalogueFile.All.Where(condition).Select(line => Ids[$"{line["externalId"]}"]).Order(StringComparer.Ordinal)];
}

/// <summary>Classes that read the catalogue's app.</summary>
[CollectionDefinition(Name)]
public sealed class ReadsCatalogue : ICollectionFixture<CatalogueApp>
{
    public const string Name = "catalogue";
}
