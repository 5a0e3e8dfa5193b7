using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Storage;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>An app whose requests to storage are counted, with nothing going on but what tests ask for.</summary>
public sealed class MeteredApp : IAsyncLifetime
{
    private TestApp? _app;

    public StorageMeter Meter { get; } = new();

    public TestApp App => _app!;

    /// <summary>A product, and a case that is linked to it.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(new TestAppOptions
        {
            Follows = false,
            Adjust = services =>
            services.AddSingleton(PatientStorage.Wait(new StorageClientOptions { Meter = Meter }))
        });
        Ids = await App.Given(Entry.Product("a"), Entry.Case("b").With("linkedListings", new JsonArray("tests/a")));
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>The requests that went to storage meanwhile, by operation.</summary>
    public async Task<string> CostAsync(Func<Task<Reply>> request)
    {
        var before = Meter.Snapshot();
        await request();
        return string.Join(", ", Meter.Snapshot()
            .Select(after => (after.Key, Count: after.Value - before.GetValueOrDefault(after.Key)))
            .Where(operation => operation.Count > 0)
            .OrderBy(operation => operation.Key, StringComparer.Ordinal)
            .Select(operation => $"{operation.Key} {operation.Count}"));
    }
}
